package org.ringlab.netfilter.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.route.Placing;
import org.ringlab.netfilter.route.Route;
import org.ringlab.netfilter.route.RouteChange;
import org.ringlab.netfilter.route.RouteType;

class RoutingTest {
    private static final Ipv4Prefix FAR = Ipv4Prefix.of("10.5.0.0/16");

    private final ThreeHosts lab = new ThreeHosts();
    private final Routing routing = lab.gateway.routing();

    private static Route row(String gateway, int metric, Ipv4Address source) {
        return new Route(
                RouteType.UNICAST,
                FAR,
                Ipv4Address.of(gateway),
                "",
                source,
                metric,
                Route.Protocol.BOOT,
                Route.Scope.GLOBAL);
    }

    /** What isn't said may be anything; what is has to be so. */
    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource({
        "'',             '',   0, 192.168.66.132",
        "172.18.133.212, '',   0, 172.18.133.212",
        "172.18.133.99,  '',   0, ''",
        "'',             eth1, 0, 172.18.133.212",
        "'',             eth7, 0, ''",
        "'',             '',   5, 172.18.133.212",
        "'',             '',   6, ''",
        "192.168.66.132, eth1, 0, ''"
    })
    void theFirstRowThatFitsIsRemoved(String gateway, String iface, int metric, String gone) {
        routing.place(row("192.168.66.132", 0, null), Placing.ADD, Routing.MAIN);
        routing.place(row("172.18.133.212", 5, null), Placing.ADD, Routing.MAIN);
        Ipv4Address hop = gateway.isEmpty() ? null : Ipv4Address.of(gateway);
        assertEquals(gone.isEmpty() ? RouteChange.ESRCH : RouteChange.OK, routing.remove(FAR, hop, iface, metric));
        List<String> left = routing.main().rows().stream()
                .filter(r -> r.destination().equals(FAR))
                .map(r -> String.valueOf(r.gateway()))
                .toList();
        assertEquals(
                List.of("192.168.66.132", "172.18.133.212").stream()
                        .filter(hopOf -> !hopOf.equals(gone))
                        .toList(),
                left);
    }

    /** {@code fib_sync_down_addr}: rows that prefer an address go with it, whichever way they lead. */
    @Test
    void rowsGoWithTheAddressTheyPrefer() {
        NetInterface inside = lab.gateway.findInterface("eth0").orElseThrow();
        lab.gateway.addAddress(inside, Ipv4Prefix.of("10.77.0.1/24"), Ipv4Address.ANY, "eth0");
        routing.place(row("172.18.133.212", 0, Ipv4Address.of("10.77.0.1")), Placing.ADD, Routing.MAIN);
        routing.place(row("172.18.133.212", 5, null), Placing.ADD, Routing.MAIN);
        lab.gateway.removeAddress(inside, Ipv4Prefix.of("10.77.0.1/24"));
        assertEquals(
                List.of(5),
                routing.main().rows().stream()
                        .filter(r -> r.destination().equals(FAR))
                        .map(Route::metric)
                        .toList());
    }

    /** A gateway has to be on the link of a row that leads beyond it. */
    @Test
    void aGatewayLeadsBeyondTheLink() {
        Route near = new Route(
                RouteType.UNICAST,
                FAR,
                Ipv4Address.of("172.18.133.212"),
                "",
                null,
                0,
                Route.Protocol.BOOT,
                Route.Scope.LINK);
        assertEquals(RouteChange.ENETUNREACH, routing.add(near));
    }
}
