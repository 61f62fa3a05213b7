package org.ringlab.grader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;

class ScenarioTemplateTest {
    private static final List<Parameter> PARAMETERS = List.of(
            new Parameter.Pick("port", List.of(25, 110, 143, 3306)),
            new Parameter.Pick("other", List.of(25, 110, 143, 3306)),
            new Parameter.AddressIn(
                    "newcomer", Ipv4Prefix.of("192.168.66.0/29"), List.of(Ipv4Prefix.of("192.168.66.6"))),
            new Parameter.Range("runs", 2, 5, List.of(3)));
    private static final Map<String, Object> LAB = Map.of("address", "192.168.66.1/24 and 192.168.66.2");

    private static final ScenarioTemplate TEMPLATE = new ScenarioTemplate("s", "c", PARAMETERS, Map.of());

    @Test
    void drawsStayInTheirRangesAndApart() {
        Set<Object> newcomers = new HashSet<>();
        for (long seed = 0; seed < 500; seed++) {
            Map<String, Object> values = TEMPLATE.draw(seed, LAB, List.of()).orElseThrow();
            assertEquals(List.of("port", "other", "newcomer", "runs"), List.copyOf(values.keySet()));
            assertNotEquals(values.get("port"), values.get("other"));
            assertTrue(Set.of(2, 4, 5).contains(values.get("runs")));
            assertTrue(Ipv4Prefix.of("192.168.66.0/29").contains(Ipv4Address.of((String) values.get("newcomer"))));
            newcomers.add(values.get("newcomer"));
        }
        assertEquals(
                Set.of("192.168.66.3", "192.168.66.4", "192.168.66.5"),
                newcomers,
                "no network or broadcast address, none of the lab, none excepted");
    }

    @Test
    void theSameSeedDrawsTheSame() {
        assertEquals(TEMPLATE.draw(42, LAB, List.of()), TEMPLATE.draw(42, LAB, List.of()));
    }

    @Test
    void aTakenValueIsNeverDrawn() {
        for (long seed = 0; seed < 200; seed++) {
            Map<String, Object> values =
                    TEMPLATE.draw(seed, LAB, List.of("25", "192.168.66.4")).orElseThrow();
            assertFalse(values.containsValue(25));
            assertFalse(values.containsValue("192.168.66.4"));
        }
    }

    @Test
    void anAddressThatTheScenarioNamesIsNeverDrawn() {
        Map<String, Object> tree = Map.of(
                "parameters", Map.of("remote", Map.of("address-in", "198.51.100.0/29")),
                "lab", Map.of("setup", List.of("route add default gw 198.51.100.1", "<remote>/29")),
                "after", List.of(Map.of("run", "ping -c 1 198.51.100.2")),
                "checks", List.of(Map.of("probe", Map.of("to", "198.51.100.3"))));
        ScenarioTemplate template = new ScenarioTemplate(
                "s",
                "c",
                List.of(new Parameter.AddressIn("remote", Ipv4Prefix.of("198.51.100.0/29"), List.of())),
                tree);
        Set<Object> drawn = new HashSet<>();
        for (long seed = 0; seed < 200; seed++) {
            drawn.add(template.draw(seed, LAB, List.of()).orElseThrow().get("remote"));
        }
        assertEquals(Set.of("198.51.100.4", "198.51.100.5", "198.51.100.6"), drawn);
    }

    @Test
    void aParameterWithoutAValueLeftIsSaid() {
        assertEquals(Optional.empty(), TEMPLATE.draw(1, LAB, List.of("25", "110", "143")));
    }

    @Test
    void holesTakeTheValuesTypeWhereTheyAreTheWholeText() {
        Substitution substitution = new Substitution(Map.of("port", 25, "who", "pc2"));
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("<who>", List.of("<port>", "--dport <port>", "a<b", "<nobody>", 7));
        assertEquals(Map.of("pc2", List.of(25, "--dport 25", "a<b", "<nobody>", 7)), substitution.apply(tree));
        assertEquals(Set.of("nobody"), substitution.unknown());
    }

    @Test
    void labsAreMergedKeyByKey() {
        Map<String, Object> base = Map.of("hosts", Map.of("a", Map.of("setup", List.of("x"), "forwarding", true)));
        Map<String, Object> host = new LinkedHashMap<>();
        host.put("setup", List.of("y"));
        host.put("forwarding", null);
        Map<String, Object> change = Map.of("hosts", Map.of("a", host, "b", Map.of()));
        assertEquals(
                Map.of("hosts", Map.of("a", Map.of("setup", List.of("x", "y")), "b", Map.of())),
                LabMerge.merge(base, change));
    }

    @Test
    void seedsDifferInEverythingThatNamesThem() {
        byte[] secret = "0123456789abcdef".getBytes(StandardCharsets.UTF_8);
        byte[] other = "0123456789abcdeX".getBytes(StandardCharsets.UTF_8);
        Set<Long> seeds = new HashSet<>();
        for (GradingContext context : List.of(
                new GradingContext("ann", 1, 1, secret),
                new GradingContext("ann", 1, 2, secret),
                new GradingContext("ann", 2, 1, secret),
                new GradingContext("bob", 1, 1, secret),
                new GradingContext("ann|1", 1, 1, secret),
                new GradingContext("ann", 1, 1, other))) {
            for (String exercise : List.of("l/e", "l/f")) {
                Seeds made = new Seeds(context, exercise);
                seeds.add(made.hidden("s"));
                seeds.add(made.hidden("t"));
                seeds.add(made.sibling("s", 0));
                seeds.add(made.sibling("s", 1));
            }
        }
        assertEquals(6 * 2 * 4, seeds.size());
        assertEquals(
                new Seeds(new GradingContext("ann", 1, 1, secret), "l/e").hidden("s"),
                new Seeds(new GradingContext("ann", 1, 1, secret.clone()), "l/e").hidden("s"));
    }
}
