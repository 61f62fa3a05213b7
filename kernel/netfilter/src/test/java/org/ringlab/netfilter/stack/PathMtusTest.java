package org.ringlab.netfilter.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.ringlab.netfilter.stack.ThreeHosts.GATEWAY_INSIDE;
import static org.ringlab.netfilter.stack.ThreeHosts.SERVER;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ringlab.common.SimClock;

/** Narrow paths are believed in for ten minutes ({@code net.ipv4.route.mtu_expires}). */
class PathMtusTest {
    private final ThreeHosts lab = new ThreeHosts();
    private final PathMtus known = lab.client.routing().pathMtus();

    @Test
    void afterTenMinutesTheyAreForgotten() {
        known.learn(SERVER, 1000);
        pass(1);
        known.learn(GATEWAY_INSIDE, 100);
        pass(600 * SimClock.SECOND - 2);
        assertEquals(Set.of(GATEWAY_INSIDE, SERVER), known.all().keySet());
        assertEquals(1000, known.limit(SERVER, 1500));
        pass(1);
        assertEquals(Set.of(GATEWAY_INSIDE), known.all().keySet());
        assertEquals(1500, known.limit(SERVER, 1500));
        assertEquals(552, known.limit(GATEWAY_INSIDE, 1500), "nobody is believed who says that less fits");
    }

    private void pass(long nanos) {
        lab.network.queue().runUntil(() -> false, nanos);
    }
}
