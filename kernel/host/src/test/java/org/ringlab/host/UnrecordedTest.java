package org.ringlab.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs say doesn't depend on whether the lab's events are kept. */
class UnrecordedTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ping -c 2 172.18.133.212",
                "ping -c 1 -t 1 172.18.133.212",
                "ping -c 1 -W 1 192.168.66.99",
                "traceroute -n 172.18.133.212",
                "traceroute -n -T -p 80 172.18.133.212",
                "echo hi | nc -u -w 1 172.18.133.212 9",
                "curl -s http://172.18.133.212/; echo $?",
                "dig +time=1 +tries=1 @172.18.133.212 www.lab; ss -tan",
                "ip link add v0 type veth peer name v1; ip netns add n; ip link set v1 netns n; ip addr add 10.1.0.1/24 dev v0;"
                        + " ip link set v0 up; ip -n n link set v1 up; dnsmasq --interface=v0"
                        + " --dhcp-range=10.1.0.10,10.1.0.20; ip netns exec n dhclient -v v1; ip -n n -br addr"
            })
    void saysTheSame(String line) {
        assertEquals(says(line, true), says(line, false));
    }

    private static List<String> says(String line, boolean recording) {
        Lab lab = Labs.threeHosts(true);
        lab.run("client", "ip route add default via 192.168.66.135");
        lab.run("server", "ip route add default via 172.18.133.210");
        lab.network().events().setRecording(recording);
        CommandResult result = lab.run("client", line);
        return List.of(result.stdout(), result.stderr(), String.valueOf(result.status()));
    }
}
