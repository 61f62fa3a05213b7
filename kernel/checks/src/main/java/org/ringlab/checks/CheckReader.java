package org.ringlab.checks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.Diagnostic;
import org.ringlab.host.ProbeSpec;
import org.ringlab.host.Step;
import org.ringlab.host.tree.Node;
import org.ringlab.host.tree.Places;
import org.ringlab.netfilter.event.PacketEvent.DropReason;
import org.ringlab.netfilter.packet.Ipv4Address;

/** Reads checks from a plain tree: a list of mappings, as under {@code checks} of an exercise. */
public final class CheckReader {
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]*");

    /** Each kind with the keys it has beside the common ones. */
    private static final Map<String, List<String>> KINDS = kinds();

    private static final Map<String, DropReason> REASONS = reasons();

    private static final List<String> COMMON =
            List.of("id", "kind", "points", "title", "pass", "fail", "group", "needs", "hints", "misconceptions");
    private static final List<String> FIELDS =
            List.of("status", "body", "stage", "icmp_from", "reply_from", "host", "service", "src", "dst");
    private static final List<String> TABLES = List.of("filter", "nat", "mangle", "raw");

    private final Set<String> ids;
    private final StepList steps;
    private final Hints common;

    private CheckReader(Places places, List<Diagnostic> diagnostics, Set<String> earlier, Hints common) {
        this.common = common;
        this.ids = new TreeSet<>(earlier);
        this.steps = new StepList(places, diagnostics);
    }

    private static Map<String, List<String>> kinds() {
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        kinds.put("probe", List.of("traffic", "probe", "expect"));
        kinds.put("sysctl", List.of("host", "key", "value"));
        kinds.put("route", List.of("host", "to", "via", "dev"));
        kinds.put("rules", List.of("host", "table", "chain", "rules", "position", "last", "exactly", "policy"));
        kinds.put("connection", List.of("traffic", "host", "entry", "present"));
        kinds.put("command-output", List.of("traffic", "host", "run", "status", "stdout", "contains", "lacks"));
        kinds.put("memory", List.of("traffic", "host", "address", "access", "ring", "tlb", "expect"));
        kinds.put("proof", ProofReader.KEYS);
        kinds.put("cost", List.of("traffic", "host", "chain", "count", "at-most"));
        kinds.put("number", List.of("cell", "value", "unit", "tolerance"));
        kinds.put("choice", List.of("cell", "correct", "partial"));
        kinds.put("table", List.of("cell", "values", "partial"));
        kinds.put("probes", List.of("cell", "flags"));
        kinds.put("java", List.of("cell", "calls", "tolerance"));
        kinds.put("assembly", AssemblyReader.KEYS);
        return Collections.unmodifiableMap(kinds);
    }

    private static Map<String, DropReason> reasons() {
        Map<String, DropReason> reasons = new LinkedHashMap<>();
        for (DropReason reason : DropReason.values()) {
            reasons.put(reason.name().toLowerCase(Locale.ROOT).replace('_', '-'), reason);
        }
        return Collections.unmodifiableMap(reasons);
    }

    /**
     * Reads the checks of a list.
     *
     * @param list the list's node
     * @param places where the tree's nodes stand
     * @param diagnostics where complaints go; must be the list behind {@code list}
     * @param earlier ids of checks that come before these: they may be needed and must not be repeated
     */
    public static List<Check> read(Node list, Places places, List<Diagnostic> diagnostics, Set<String> earlier) {
        return read(list, places, diagnostics, earlier, Hints.NONE);
    }

    /**
     * The same.
     *
     * @param common the ladder of checks without one of their own
     */
    public static List<Check> read(
            Node list, Places places, List<Diagnostic> diagnostics, Set<String> earlier, Hints common) {
        CheckReader reader = new CheckReader(places, diagnostics, earlier, common);
        List<Check> checks = new ArrayList<>();
        for (Node item : list.elements()) {
            Check check = reader.check(item);
            if (check != null) {
                checks.add(check);
            }
        }
        return checks;
    }

    private @Nullable Check check(Node in) {
        String kind = kind(in);
        if (kind == null) {
            return null;
        }
        List<String> valid = new ArrayList<>(COMMON);
        valid.addAll(KINDS.getOrDefault(kind, List.of()));
        in.onlyKeys(valid);
        CheckTerms terms = terms(in);
        return switch (kind) {
            case "probe" -> probe(in, terms);
            case "sysctl" ->
                new Check.Sysctl(
                        terms,
                        in.child("host").required("the host"),
                        in.child("key").required("the setting, for example net.ipv4.ip_forward"),
                        in.child("value").required("its value"));
            case "route" -> route(in, terms);
            case "rules" -> rules(in, terms);
            case "connection" ->
                new Check.Connection(
                        terms,
                        steps.read(in.child("traffic")),
                        in.child("host").required("the host"),
                        texts(in.child("entry"), true),
                        in.child("present").bool(true));
            case "command-output" -> commandOutput(in, terms);
            case "memory" -> MemoryReader.read(in, terms, steps.read(in.child("traffic")));
            case "choice" -> CellCheckReader.choice(in, terms);
            case "table" -> CellCheckReader.table(in, terms);
            case "probes" -> CellCheckReader.probes(in, terms);
            case "java" -> CellCheckReader.java(in, terms);
            case "assembly" -> AssemblyReader.read(in, terms);
            case "proof" -> ProofReader.proof(in, terms);
            case "cost" -> ProofReader.cost(in, terms, steps.read(in.child("traffic")));
            default -> NumberReader.read(in, terms);
        };
    }

    private static @Nullable String kind(Node in) {
        Node kind = in.child("kind");
        if (kind.isMissing()) {
            kind.error("check-kind", "missing: the check's kind", "one of " + String.join(", ", KINDS.keySet()));
        }
        return kind.word(KINDS.keySet(), "kind of check");
    }

    private CheckTerms terms(Node in) {
        Node idNode = in.child("id");
        String id = idNode.required("the check's id");
        if (!id.isEmpty() && !ID.matcher(id).matches()) {
            idNode.error("check-id", "`" + id + "` is no id", "small letters, digits and hyphens");
        }
        List<String> needs = texts(in.child("needs"), false);
        for (String needed : needs) {
            if (!ids.contains(needed)) {
                in.child("needs")
                        .error(
                                "check-needs",
                                "no check `" + needed + "` comes before this one",
                                ids.isEmpty() ? "" : "there are " + String.join(", ", ids));
            }
        }
        if (!ids.add(id)) {
            idNode.error("check-duplicate", "a second check is called `" + id + "`", "rename one of them");
        }
        List<Misconception> misconceptions = new ArrayList<>();
        for (Node item : in.child("misconceptions").elements()) {
            misconceptions.add(misconception(item));
        }
        return new CheckTerms(
                id,
                points(in.child("points")),
                Text.read(in.child("title")),
                Text.readOptional(in.child("pass")),
                Text.read(in.child("fail")),
                textOrNull(in.child("group")),
                needs,
                in.child("hints").isMissing() ? common : Hints.read(in.child("hints")),
                misconceptions);
    }

    private static double points(Node node) {
        double points = node.isMissing() ? 1 : NumberReader.number(node, 0);
        if (!(points >= 0 && points <= 1000) || points * 4 != Math.rint(points * 4)) {
            node.error("check-points", "points are 0, 0.25, 0.5, 0.75, 1, … up to 1000", "sums stay exact so");
            return 0;
        }
        return points;
    }

    private Misconception misconception(Node in) {
        in.onlyKeys(List.of("id", "when", "text"));
        Node when = in.child("when");
        when.onlyKeys(List.of("found", "dropped", "host", "table", "chain", "rule", "shows"));
        Trigger trigger = new Trigger(
                texts(when.child("found"), false),
                dropReason(when.child("dropped")),
                textOrNull(when.child("host")),
                textOrNull(when.child("table")),
                textOrNull(when.child("chain")),
                textOrNull(when.child("rule")),
                textOrNull(when.child("shows")));
        if (when.children().isEmpty()) {
            when.error(
                    "check-when",
                    "nothing is said about when it applies",
                    "found, dropped, host, table, chain, rule, shows");
        }
        return new Misconception(
                in.child("id").required("the misconception's id"), trigger, Text.read(in.child("text")));
    }

    private static @Nullable DropReason dropReason(Node node) {
        String word = node.word(REASONS.keySet(), "reason");
        return word == null ? null : REASONS.get(word);
    }

    private @Nullable Check probe(Node in, CheckTerms terms) {
        List<Step> traffic = steps.read(in.child("traffic"));
        ProbeSpec probe = steps.probe(in.child("probe"), traffic.size() + 1);
        Node expect = in.child("expect");
        List<String> keys = new ArrayList<>(List.of("verdict"));
        keys.addAll(FIELDS);
        expect.onlyKeys(keys);
        List<String> verdicts = texts(expect.child("verdict"), false);
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : FIELDS) {
            if (!expect.child(field).isMissing()) {
                fields.put(field, expect.child(field).text(""));
            }
        }
        Expectation expectation = new Expectation(verdicts.isEmpty() ? List.of("ok") : verdicts, fields);
        return probe == null ? null : new Check.Probe(terms, traffic, probe, expectation);
    }

    private static @Nullable Check route(Node in, CheckTerms terms) {
        Ipv4Address to = in.child("to").parsed(Ipv4Address::parse, "an IPv4 address like 10.0.0.1");
        if (in.child("to").isMissing()) {
            in.child("to").error("check-route", "missing: the destination", "an IPv4 address like 10.0.0.1");
        }
        String via = textOrNull(in.child("via"));
        if (via != null && !via.equals("direct") && Ipv4Address.parse(via).isEmpty()) {
            in.child("via").error("check-route", "`" + via + "` is no gateway", "an IPv4 address, or direct");
        }
        String host = in.child("host").required("the host");
        return to == null
                ? null
                : new Check.RouteTo(terms, host, to, "direct".equals(via) ? "" : via, textOrNull(in.child("dev")));
    }

    private static Check rules(Node in, CheckTerms terms) {
        Check.Rules check = new Check.Rules(
                terms,
                in.child("host").required("the host"),
                Optional.ofNullable(in.child("table").word(TABLES, "table")).orElse("filter"),
                in.child("chain").required("the chain, for example FORWARD"),
                texts(in.child("rules"), false),
                in.child("position").number(0, 1000, 0),
                in.child("last").bool(false),
                in.child("exactly").bool(false),
                textOrNull(in.child("policy")));
        if (check.rules().isEmpty() && check.policy() == null && !check.exactly()) {
            in.error("check-rules", "nothing is asked of the chain", "give rules, exactly or policy");
        }
        return check;
    }

    private Check commandOutput(Node in, CheckTerms terms) {
        Node status = in.child("status");
        Check.CommandOutput check = new Check.CommandOutput(
                terms,
                steps.read(in.child("traffic")),
                in.child("host").required("the host"),
                in.child("run").required("the command"),
                status.isMissing() ? null : status.number(0, 255, 0),
                textOrNull(in.child("stdout")),
                texts(in.child("contains"), false),
                texts(in.child("lacks"), false));
        if (List.of("status", "stdout", "contains", "lacks").stream()
                .allMatch(key -> in.child(key).isMissing())) {
            in.error("check-output", "nothing is asked of the command", "give status, stdout, contains or lacks");
        }
        return check;
    }

    private static List<String> texts(Node node, boolean required) {
        List<String> texts = new ArrayList<>();
        node.oneOrMore().forEach(item -> texts.add(item.text("")));
        if (required && texts.isEmpty()) {
            node.error("check-missing", "a text or a list of texts is missing", "");
        }
        return texts;
    }

    private static @Nullable String textOrNull(Node node) {
        return node.isMissing() ? null : node.text("");
    }
}
