package org.ringlab.netfilter.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;

class RoutingTableTest {
    private final RoutingTable table = new RoutingTable();

    private static Route row(String to, String iface, int metric) {
        return new Route(
                RouteType.UNICAST, Ipv4Prefix.of(to), null, iface, null, metric, Route.Protocol.BOOT, Route.Scope.LINK);
    }

    private List<String> interfaces() {
        return table.rows().stream().map(Route::iface).toList();
    }

    /** Linux 6.18: what became of a row of e3's, where those of e0, e1 and e2 were there in this order. */
    @ParameterizedTest(name = "{0} {1}: {2}, {3}")
    @CsvSource({
        "add,     e3, EEXIST, e0 e1 e2",
        "add,     e0, EEXIST, e0 e1 e2",
        "append,  e3, OK,     e0 e1 e2 e3",
        "append,  e1, EEXIST, e0 e1 e2",
        "prepend, e3, OK,     e3 e0 e1 e2",
        "prepend, e0, EEXIST, e0 e1 e2",
        "replace, e3, OK,     e3 e1 e2",
        "replace, e0, OK,     e0 e1 e2",
        "replace, e1, EEXIST, e0 e1 e2",
        "change,  e3, OK,     e3 e1 e2",
        "change,  e0, OK,     e0 e1 e2",
        "change,  e2, EEXIST, e0 e1 e2",
        "test,    e3, EEXIST, e0 e1 e2"
    })
    void rivalsHaveAnOrder(String verb, String iface, RouteChange change, String after) {
        for (String other : List.of("e0", "e1", "e2")) {
            assertEquals(RouteChange.OK, table.insert(row("10.5.0.0/16", other, 0), Placing.APPEND));
        }
        Placing placing = Placing.valueOf(verb.toUpperCase(Locale.ROOT));
        assertEquals(change, table.insert(row("10.5.0.0/16", iface, 0), placing));
        assertEquals(after, String.join(" ", interfaces()));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"add,     OK", "append,  OK", "prepend, OK", "replace, OK", "change,  ENOENT", "test,    ENOENT"})
    void withoutRivalsSomeAreMade(String verb, RouteChange change) {
        table.append(row("10.5.0.0/16", "e0", 7));
        table.append(row("10.5.0.0/24", "e1", 0));
        Placing placing = Placing.valueOf(verb.toUpperCase(Locale.ROOT));
        assertEquals(change, table.insert(row("10.5.0.0/16", "e3", 0), placing));
        assertEquals(change == RouteChange.OK ? List.of("e1", "e3", "e0") : List.of("e1", "e0"), interfaces());
    }

    @Test
    void whoHasToLeaveByAnInterfaceTakesItsRowsAlone() {
        table.append(row("10.5.0.0/16", "e0", 0));
        table.append(row("10.0.0.0/8", "e1", 0));
        table.append(row("10.6.0.0/16", "", 0));
        Ipv4Address there = Ipv4Address.of("10.5.0.1");
        assertEquals("e0", table.lookup(there).orElseThrow().iface());
        assertEquals("e1", table.lookup(there, "e1").orElseThrow().iface());
        assertTrue(table.lookup(there, "e2").isEmpty());
        assertEquals(
                "", table.lookup(Ipv4Address.of("10.6.0.1"), "e2").orElseThrow().iface());
    }

    @Test
    void aRuleOfAnInterfaceIsForWhoHasToLeaveByIt() {
        RoutingRule rule = new RoutingRule(1, false, null, null, "", "e1", 0, 0, RoutingRule.Action.LOOKUP, 100);
        Ipv4Address any = Ipv4Address.ANY;
        assertTrue(rule.covers(new Flow(any, any, 0, "lo", "e1")));
        assertFalse(rule.covers(new Flow(any, any, 0, "lo", "e2")));
        assertFalse(rule.covers(new Flow(any, any, 0, "lo")));
        assertTrue(RoutingRule.forAll(1, 100).covers(new Flow(any, any, 0, "lo", "e2")));
    }
}
