package org.ringlab.display;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringlab.display.Layout.Box;
import org.ringlab.display.Topology.Node;
import org.ringlab.display.Topology.Port;

/** The shapes labs come in: each is drawn without overlaps, and always alike. */
class LayoutTest {
    static Stream<Map.Entry<String, Topology>> shapes() {
        return Stream.of(
                Map.entry("three-hosts", Trips.threeHosts(false)),
                Map.entry("one-lan", oneLan(5)),
                Map.entry("two-gateways", twoGateways()),
                Map.entry("router-first", routerFirst()),
                Map.entry("islands", islands()));
    }

    static Topology oneLan(int hosts) {
        List<Node> nodes = new ArrayList<>();
        for (int i = 1; i <= hosts; i++) {
            nodes.add(new Node("pc" + i, false, List.of(Trips.port("eth0", "lan", "10.0.0." + i + "/24"))));
        }
        return new Topology(nodes);
    }

    static Topology twoGateways() {
        return new Topology(List.of(
                new Node("client", false, List.of(Trips.port("eth0", "hostonly", "192.168.66.132/24"))),
                new Node(
                        "gw",
                        true,
                        List.of(
                                Trips.port("eth0", "hostonly", "192.168.66.135/24"),
                                Trips.port("eth1", "bridged", "172.18.133.210/16"))),
                new Node(
                        "gw2",
                        false,
                        List.of(
                                Trips.port("eth0", "hostonly", "192.168.66.136/24"),
                                Trips.port("eth1", "bridged", "172.18.133.211/16"))),
                new Node("server", false, List.of(Trips.port("eth0", "bridged", "172.18.133.212/16")))));
    }

    static Topology routerFirst() {
        return new Topology(List.of(
                new Node(
                        "router",
                        true,
                        List.of(
                                Trips.port("eth0", "net-a", "10.1.0.1/24"),
                                Trips.port("eth1", "net-b", "10.2.0.1/24", "10.2.0.2/24"),
                                Trips.port("eth2", "net-c", "10.3.0.1/24"))),
                new Node("a", false, List.of(Trips.port("eth0", "net-a", "10.1.0.9/24"))),
                new Node("b", false, List.of(Trips.port("eth0", "net-b", "10.2.0.9/24"))),
                new Node("c", false, List.of(Trips.port("eth0", "net-c", "10.3.0.9/24")))));
    }

    static Topology islands() {
        return new Topology(List.of(
                new Node("alone", false, List.of()),
                new Node("x", false, List.of(new Port("eth0", "lan", List.of(), false))),
                new Node("y-with-a-very-long-name", true, List.of(Trips.port("enp0s31f6", "lan", "10.0.0.2/24")))));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void drawsEachShape(Map.Entry<String, Topology> shape) throws IOException {
        String svg = TopologySvg.draw(shape.getValue(), Language.EN);
        WellFormed.check(svg);
        assertEquals(svg, TopologySvg.draw(shape.getValue(), Language.EN));
        Golden.check("topology-" + shape.getKey() + ".svg", svg);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void keepsHostsApartAndInside(Map.Entry<String, Topology> shape) {
        Layout layout = Layout.of(shape.getValue());
        List<Box> boxes = List.copyOf(layout.boxes().values());
        assertEquals(shape.getValue().hosts().size(), boxes.size());
        for (Box a : boxes) {
            assertTrue(a.x() >= 0 && a.x() + a.width() <= layout.width(), a.toString());
            assertTrue(a.y() >= 0 && a.y() + a.height() <= layout.height(), a.toString());
            for (Box b : boxes) {
                boolean apart = a.x() + a.width() <= b.x()
                        || b.x() + b.width() <= a.x()
                        || a.y() + a.height() <= b.y()
                        || b.y() + b.height() <= a.y();
                assertTrue(a == b || apart, a + " overlaps " + b);
            }
        }
    }

    @Test
    void describesItInWords() throws IOException {
        Golden.check("topology-islands.zh.txt", TopologySvg.describe(islands(), Language.ZH));
        assertFalse(TopologySvg.describe(oneLan(6), Language.EN).isEmpty());
    }
}
