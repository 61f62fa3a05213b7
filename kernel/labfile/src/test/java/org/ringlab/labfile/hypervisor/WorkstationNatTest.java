package org.ringlab.labfile.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.common.SimClock;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;
import org.ringlab.host.machine.Machine;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.TcpConnection;

/** Workstation's two networks: a guest on vmnet8 reaches the office as its host, one on vmnet1 doesn't reach it at all. */
class WorkstationNatTest {
    private static Lab lab() {
        Map<String, Object> hosts = new LinkedHashMap<>();
        hosts.put(
                "desk", Map.of("interfaces", Map.of("eth0", Map.of("segment", "office", "address", "192.168.1.3/24"))));
        hosts.put(
                "server",
                Map.of("interfaces", Map.of("eth0", Map.of("segment", "office", "address", "192.168.1.50/24"))));
        Map<String, Object> web = Map.of("host", "server", "kind", "http", "body", "office");
        return Lab.boot(
                LabSpec.read(Map.of("name", "nat", "profile", "centos7", "hosts", hosts, "services", List.of(web)))
                        .orThrow());
    }

    @ParameterizedTest
    @CsvSource({"nat, true", "hostonly, false"})
    void leadsOutByTheHostsAddressOrNotAtAll(String type, boolean out) {
        Lab lab = lab();
        lab.run("desk", "printf 'ethernet0.connectionType = \"" + type + "\"\\n' > a.vmx; vmrun start a.vmx nogui");
        Machine desk = lab.machine("desk");
        NetStack guest = desk.fleet()
                .guestHost("desk", "workstation", "000c29")
                .find("a")
                .flatMap(g -> g.stack())
                .orElseThrow();
        int before = lab.events().size();
        TcpConnection c = guest.sockets().connect(Ipv4Address.ANY, 0, Ipv4Address.of("192.168.1.50"), 80);
        guest.network().queue().runUntil(() -> c.connected() || !c.error().isEmpty(), 5 * SimClock.SECOND);
        assertEquals(out, c.connected());
        String trace = String.join(
                "\n",
                lab.events().subList(before, lab.events().size()).stream()
                        .map(Object::toString)
                        .toList());
        if (out) {
            assertTrue(trace.contains("MASQUERADE"), trace);
            String tracked = lab.run("desk", "conntrack -L -p tcp 2> /dev/null").text();
            assertTrue(tracked.contains("src=192.168.88.128 dst=192.168.1.50"), tracked);
            assertTrue(tracked.contains("src=192.168.1.50 dst=192.168.1.3"), tracked);
        }
    }
}
