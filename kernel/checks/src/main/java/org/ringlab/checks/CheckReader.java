package org.ringlab.checks;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.event.PacketEvent.DropReason;

/** Reads checks from a plain tree: a list of mappings, as in {@code exercise.yaml}. */
public final class CheckReader {
    private static final List<String> KINDS =
            List.of("probe", "sysctl", "route", "rules", "connection", "command-output", "number");
    private static final List<String> LATER = List.of("choice", "table");
    private static final List<String> FIELDS =
            List.of("status", "body", "stage", "icmp_from", "reply_from", "host", "service", "src", "dst");
    private static final List<String> TABLES = List.of("filter", "nat", "mangle", "raw");

    private final Problems problems;
    private final Set<String> ids;

    private CheckReader(Problems problems, Set<String> earlier) {
        this.problems = problems;
        this.ids = new HashSet<>(earlier);
    }

    /**
     * Reads the checks of a list.
     *
     * @param items the mappings
     * @param problems where complaints go
     * @param earlier ids of checks that come before these, which they may need and must not repeat
     */
    public static List<Check> read(List<TreeReader> items, Problems problems, Set<String> earlier) {
        CheckReader reader = new CheckReader(problems, earlier);
        List<Check> checks = new ArrayList<>();
        for (TreeReader item : items) {
            Check check = reader.check(item);
            if (check != null) {
                checks.add(check);
            }
        }
        return checks;
    }

    private @Nullable Check check(TreeReader in) {
        String kind = in.text("kind");
        CheckTerms terms = terms(in);
        Check check = switch (kind) {
            case "probe" -> probe(in, terms);
            case "sysctl" -> new Check.Sysctl(terms, in.text("host"), in.text("key"), in.text("value"));
            case "route" ->
                new Check.RouteTo(
                        terms, in.text("host"), in.text("to"), via(in.textOrNull("via")), in.textOrNull("dev"));
            case "rules" -> rules(in, terms);
            case "connection" ->
                new Check.Connection(
                        terms, in.trees("traffic"), in.text("host"), required(in, "entry"), in.flag("present", true));
            case "command-output" -> commandOutput(in, terms);
            case "number" -> number(in, terms);
            default -> {
                unknownKind(in, kind);
                yield null;
            }
        };
        if (check != null) {
            in.done();
        }
        return check;
    }

    private void unknownKind(TreeReader in, String kind) {
        if (LATER.contains(kind)) {
            problems.error(
                    "check-kind-later",
                    in.path("kind"),
                    "checks of kind \"" + kind + "\" are not available yet",
                    "available: " + String.join(", ", KINDS));
        } else if (!kind.isEmpty()) {
            problems.error(
                    "check-kind",
                    in.path("kind"),
                    "\"" + kind + "\" is no kind of check",
                    "one of " + String.join(", ", KINDS));
        }
    }

    private CheckTerms terms(TreeReader in) {
        String id = in.text("id");
        if (!id.isEmpty() && !id.matches("[a-z0-9][a-z0-9-]*")) {
            problems.error("check-id", in.path("id"), "\"" + id + "\" is no id", "small letters, digits and hyphens");
        }
        for (String needed : in.texts("needs")) {
            if (!ids.contains(needed)) {
                problems.error(
                        "check-needs",
                        in.path("needs"),
                        "no check \"" + needed + "\" comes before this one",
                        ids.isEmpty() ? "" : "there are " + String.join(", ", new TreeSet<>(ids)));
            }
        }
        if (!ids.add(id)) {
            problems.error("check-duplicate", in.path("id"), "a second check is called \"" + id + "\"", "rename one");
        }
        double points = in.number("points", 1);
        if (points < 0 || points * 4 != Math.rint(points * 4)) {
            problems.error(
                    "check-points", in.path("points"), "points must be 0, 0.25, 0.5, 0.75, 1, …", "sums stay exact so");
        }
        List<Misconception> misconceptions = new ArrayList<>();
        for (TreeReader item : in.items("misconceptions")) {
            misconceptions.add(misconception(item));
        }
        return new CheckTerms(
                id,
                points,
                in.bilingual("title", true),
                in.bilingual("pass", false),
                in.bilingual("fail", true),
                in.textOrNull("group"),
                in.texts("needs"),
                misconceptions);
    }

    private Misconception misconception(TreeReader in) {
        TreeReader when = in.child("when");
        Trigger trigger;
        if (when == null) {
            problems.error("tree-missing", in.path(), "\"when\" is missing", "say what the check must have seen");
            trigger = new Trigger(List.of(), null, null, null, null, null);
        } else {
            trigger = new Trigger(
                    when.texts("found"),
                    dropReason(when),
                    when.textOrNull("host"),
                    when.textOrNull("table"),
                    when.textOrNull("chain"),
                    when.textOrNull("rule"));
            when.done();
        }
        Misconception misconception = new Misconception(in.text("id"), trigger, in.bilingual("text", true));
        in.done();
        return misconception;
    }

    private @Nullable DropReason dropReason(TreeReader when) {
        List<String> valid = new ArrayList<>();
        for (DropReason reason : DropReason.values()) {
            valid.add(word(reason));
        }
        String text = when.word("dropped", valid, "");
        for (DropReason reason : DropReason.values()) {
            if (word(reason).equals(text)) {
                return reason;
            }
        }
        return null;
    }

    /** A reason as exercises write it: {@code not-forwarding}. */
    private static String word(DropReason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private Check probe(TreeReader in, CheckTerms terms) {
        Map<String, Object> probe = in.tree("probe");
        if (probe.isEmpty()) {
            problems.error("tree-missing", in.path(), "\"probe\" is missing", "a probe as in a lab file");
        }
        TreeReader expect = in.child("expect");
        if (expect == null) {
            return new Check.Probe(terms, in.trees("traffic"), probe, new Expectation(List.of("ok"), Map.of()));
        }
        List<String> verdicts = expect.has("verdict") ? required(expect, "verdict") : List.of("ok");
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : FIELDS) {
            String value = expect.textOrNull(field);
            if (value != null) {
                fields.put(field, value);
            }
        }
        expect.done();
        return new Check.Probe(terms, in.trees("traffic"), probe, new Expectation(verdicts, fields));
    }

    private Check rules(TreeReader in, CheckTerms terms) {
        List<String> rules = in.has("rule") ? in.texts("rule") : in.texts("rules");
        String policy = in.textOrNull("policy");
        boolean exactly = in.flag("exactly", false);
        if (rules.isEmpty() && policy == null && !exactly) {
            problems.error("check-rules", in.path(), "nothing is asked of the chain", "give rules or policy");
        }
        return new Check.Rules(
                terms,
                in.text("host"),
                in.word("table", TABLES, "filter"),
                in.text("chain"),
                rules,
                in.integer("position", 0),
                in.flag("last", false),
                exactly,
                policy);
    }

    private Check commandOutput(TreeReader in, CheckTerms terms) {
        Integer status = in.has("status") ? in.integer("status", 0) : null;
        Check.CommandOutput check = new Check.CommandOutput(
                terms,
                in.trees("traffic"),
                in.text("host"),
                in.text("run"),
                status,
                in.textOrNull("stdout"),
                in.texts("contains"),
                in.texts("lacks"));
        if (status == null
                && check.stdout() == null
                && check.contains().isEmpty()
                && check.lacks().isEmpty()) {
            problems.error(
                    "check-output",
                    in.path(),
                    "nothing is asked of the command",
                    "give status, stdout, contains or lacks");
        }
        return check;
    }

    private Check number(TreeReader in, CheckTerms terms) {
        String tolerance = in.text("tolerance", "0");
        boolean relative = tolerance.endsWith("%");
        double width = 0;
        try {
            width = Double.parseDouble(relative ? tolerance.substring(0, tolerance.length() - 1) : tolerance);
        } catch (NumberFormatException e) {
            width = -1;
        }
        if (!(width >= 0 && Double.isFinite(width))) {
            problems.error(
                    "check-tolerance", in.path("tolerance"), "\"" + tolerance + "\" is no tolerance", "0.5 or \"2%\"");
            width = 0;
        }
        String unit = in.text("unit", "");
        if (!unit.isEmpty() && Units.find(unit) == null) {
            problems.error("check-unit", in.path("unit"), "\"" + unit + "\" is no unit", Units.known());
        }
        if (!in.has("value")) {
            problems.error("tree-missing", in.path(), "\"value\" is missing", "the right number");
        }
        return new Check.NumberValue(
                terms, in.text("cell"), in.number("value", 0), unit, relative ? width / 100 : width, relative);
    }

    private List<String> required(TreeReader in, String key) {
        List<String> values = in.texts(key);
        if (values.isEmpty()) {
            problems.error("tree-missing", in.path(), "\"" + key + "\" is missing or empty", "a value or a list");
        }
        return values;
    }

    /** {@code direct} asks for a destination on the link. */
    private static @Nullable String via(@Nullable String text) {
        return text != null && text.equals("direct") ? "" : text;
    }
}
