package org.ringlab.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringlab.common.Diagnostic;
import org.ringlab.common.SeededRandom;
import org.ringlab.host.tree.Node;
import org.ringlab.host.tree.Places;

class CheckReaderTest {
    private static final Map<String, Object> TEXT = Map.of("zh", "甲", "en", "a");
    private static final Map<String, Object> PING = Map.of("from", "client", "kind", "ping", "to", "10.0.0.1");

    private final List<Diagnostic> diagnostics = new ArrayList<>();

    private List<Check> read(Object... checks) {
        Node list = Node.root(List.of(checks), Places.UNKNOWN, diagnostics);
        return CheckReader.read(list, Places.UNKNOWN, diagnostics, Set.of("earlier"));
    }

    /** A check with the common keys and those given, key after value. */
    private static Map<String, Object> check(String kind, Object... keys) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", "c1");
        map.put("kind", kind);
        map.put("title", TEXT);
        map.put("fail", TEXT);
        for (int i = 0; i < keys.length; i += 2) {
            map.put((String) keys[i], keys[i + 1]);
        }
        return map;
    }

    @Test
    void readsAProbeWithEverything() {
        List<Check> checks = read(check(
                "probe",
                "points",
                2.5,
                "group",
                "g",
                "needs",
                "earlier",
                "traffic",
                List.of(PING, Map.of("kind", "wait", "ms", 10)),
                "probe",
                PING,
                "expect",
                Map.of("verdict", List.of("ok", "icmp-unreachable:*"), "reply_from", "10.0.0.1"),
                "misconceptions",
                List.of(Map.of("id", "m", "text", TEXT, "when", Map.of("dropped", "rule-drop", "chain", "FORWARD")))));
        assertEquals(List.of(), diagnostics);
        Check.Probe probe = assertInstanceOf(Check.Probe.class, checks.getFirst());
        assertEquals(2.5, probe.terms().points());
        assertEquals("g", probe.terms().group());
        assertEquals(List.of("earlier"), probe.terms().needs());
        assertEquals(3, probe.probe().id(), "numbered after the traffic");
        assertEquals(List.of("ok", "icmp-unreachable:*"), probe.expect().verdicts());
        assertEquals(Map.of("reply_from", "10.0.0.1"), probe.expect().fields());
        assertEquals("m", probe.terms().misconceptions().getFirst().id());
    }

    @Test
    void aProbeIsExpectedToSucceedUnlessSaidOtherwise() {
        Check.Probe probe = assertInstanceOf(
                Check.Probe.class, read(check("probe", "probe", PING)).getFirst());
        assertEquals(List.of("ok"), probe.expect().verdicts());
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of(check("prob"), "did you mean `probe`"),
                Arguments.of(check("choice"), "missing: the right option"),
                Arguments.of(check("table"), "missing: the right values"),
                Arguments.of(check("sysctl", "host", "gw", "key", "k", "value", 1, "hots", "gw"), "unknown key `hots`"),
                Arguments.of(check("sysctl", "host", "gw", "key", "k"), "missing: its value"),
                Arguments.of(check("sysctl", "host", "gw", "key", "k", "value", 1, "points", 0.3), "0.25"),
                Arguments.of(check("sysctl", "host", "gw", "key", "k", "value", 1, "points", -1), "0.25"),
                Arguments.of(
                        check("sysctl", "host", "gw", "key", "k", "value", 1, "needs", List.of("later")),
                        "no check `later` comes before"),
                Arguments.of(check("sysctl", "host", "gw", "key", "k", "value", 1, "id", "C 1"), "`C 1` is no id"),
                Arguments.of(check("sysctl", "host", "gw", "key", "k", "value", 1, "id", "earlier"), "second check"),
                Arguments.of(check("sysctl", "host", "gw", "key", "k", "value", 1, "title", "web"), "both languages"),
                Arguments.of(
                        check("sysctl", "host", "gw", "key", "k", "value", 1, "fail", Map.of("zh", "甲")),
                        "missing: the English text"),
                Arguments.of(check("probe"), "missing: the probe"),
                Arguments.of(check("probe", "probe", Map.of("kind", "wait", "ms", 5)), "run and wait send nothing"),
                Arguments.of(
                        check("probe", "probe", Map.of("from", "c", "kind", "pong", "to", "10.0.0.1")),
                        "kind of probe"),
                Arguments.of(
                        check("probe", "probe", PING, "expect", Map.of("verdikt", "ok")), "did you mean `verdict`"),
                Arguments.of(
                        check("probe", "probe", PING, "misconceptions", List.of(Map.of("id", "m", "text", TEXT))),
                        "when it applies"),
                Arguments.of(
                        check(
                                "probe",
                                "probe",
                                PING,
                                "misconceptions",
                                List.of(Map.of("id", "m", "text", TEXT, "when", Map.of("dropped", "lost")))),
                        "unknown reason `lost`"),
                Arguments.of(check("route", "host", "gw"), "missing: the destination"),
                Arguments.of(check("route", "host", "gw", "to", "10.0.0"), "an IPv4 address"),
                Arguments.of(check("route", "host", "gw", "to", "10.0.0.1", "via", "gw"), "no gateway"),
                Arguments.of(check("rules", "host", "gw", "chain", "FORWARD"), "nothing is asked"),
                Arguments.of(
                        check("rules", "host", "gw", "chain", "FORWARD", "table", "fliter", "policy", "DROP"),
                        "did you mean `filter`"),
                Arguments.of(check("command-output", "host", "gw", "run", "ls"), "nothing is asked"),
                Arguments.of(check("connection", "host", "gw"), "missing"),
                Arguments.of(check("proof", "host", "gw"), "what is to be proven?"),
                Arguments.of(
                        check("proof", "host", "gw", "same-as", "start", "goals", List.of(Map.of("any", ""))),
                        "not both"),
                Arguments.of(check("proof", "same-as", "start"), "missing: the host"),
                Arguments.of(
                        check("proof", "host", "gw", "chain", "NAT", "same-as", "start"), "chain of the filter table"),
                Arguments.of(check("proof", "from", "a", "host", "gw", "same-as", "start"), "doesn't go with `from`"),
                Arguments.of(check("proof", "host", "gw", "goals", List.of(Map.of("accept", "--dport 80"))), "--dport"),
                Arguments.of(
                        check("proof", "host", "gw", "goals", List.of(Map.of("accept", "", "reject", ""))), "one key"),
                Arguments.of(check("cost", "host", "gw", "at-most", 9), "missing: the traffic"),
                Arguments.of(check("cost", "host", "gw", "at-most", "few", "traffic", List.of(PING)), "no number"),
                Arguments.of(check("number", "cell", "a", "value", 1, "unit", "furlong"), "no unit"),
                Arguments.of(check("number", "cell", "a", "value", 1, "tolerance", "some"), "no tolerance"),
                Arguments.of(check("number", "cell", "a"), "missing: the right number"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("mistakes")
    void namesTheMistake(Map<String, Object> check, String fact) {
        read(check);
        String all =
                String.join("\n", diagnostics.stream().map(Diagnostic::text).toList());
        assertTrue(all.contains(fact), all);
    }

    @Test
    void anyTreeIsReadWithoutThrowing() {
        SeededRandom random = new SeededRandom(3);
        List<String> words = List.of(
                "id",
                "kind",
                "probe",
                "title",
                "fail",
                "zh",
                "en",
                "number",
                "value",
                "traffic",
                "expect",
                "verdict",
                "rules",
                "host",
                "misconceptions",
                "when",
                "points",
                "needs",
                "group",
                "sysctl",
                "10.0.0.1");
        for (int i = 0; i < 5_000; i++) {
            diagnostics.clear();
            Object tree = random(random, words, 4);
            CheckReader.read(Node.root(tree, Places.UNKNOWN, diagnostics), Places.UNKNOWN, diagnostics, Set.of());
        }
    }

    /** A random tree of words that checks are made of. */
    private static Object random(SeededRandom random, List<String> words, int depth) {
        int shape = random.nextInt(depth == 0 ? 3 : 6);
        return switch (shape) {
            case 0, 1 -> words.get(random.nextInt(words.size()));
            case 2 -> random.nextInt(300) - 20;
            case 3 -> {
                List<Object> list = new ArrayList<>();
                for (int n = random.nextInt(4); n > 0; n--) {
                    list.add(random(random, words, depth - 1));
                }
                yield list;
            }
            default -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (int n = random.nextInt(8); n > 0; n--) {
                    map.put(words.get(random.nextInt(words.size())), random(random, words, depth - 1));
                }
                yield map;
            }
        };
    }
}
