package org.ringlab.netfilter.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.netfilter.rules.Hook;

/** Who is asked where, and in which order (enum nf_ip_hook_priorities, and the hooks that each of them registers). */
class HookStepTest {
    @ParameterizedTest
    @CsvSource({
        "PREROUTING, RAW CONNTRACK MANGLE DESTINATION_NAT",
        "INPUT, MANGLE FILTER SECURITY SOURCE_NAT CONFIRM",
        "FORWARD, MANGLE FILTER SECURITY",
        "OUTPUT, RAW CONNTRACK MANGLE DESTINATION_NAT FILTER SECURITY",
        "POSTROUTING, MANGLE SOURCE_NAT CONFIRM"
    })
    void inTheKernelsOrder(Hook hook, String steps) {
        assertEquals(steps, Arrays.stream(HookStep.at(hook)).map(HookStep::name).collect(Collectors.joining(" ")));
    }
}
