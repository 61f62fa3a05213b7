package org.ringlab.checks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ringlab.host.tree.Node;

/** Reads checks that look at an answer's cell rather than at a lab. */
public final class CellCheckReader {
    private CellCheckReader() {}

    static Check choice(Node in, CheckTerms terms) {
        Set<String> correct = new LinkedHashSet<>();
        in.child("correct").oneOrMore().forEach(item -> correct.add(item.text("")));
        if (correct.isEmpty()) {
            in.child("correct").error("check-choice", "missing: the right option or options", "");
        }
        return new Check.Choice(terms, cell(in), correct, in.child("partial").bool(false));
    }

    static Check table(Node in, CheckTerms terms) {
        Map<String, Map<String, Object>> values = new LinkedHashMap<>();
        in.child("values").children().forEach((row, node) -> {
            Map<String, Object> right = new LinkedHashMap<>();
            node.children()
                    .forEach((column, value) ->
                            right.put(column, value.value() instanceof Number number ? number : value.text("")));
            values.put(row, right);
        });
        if (values.values().stream().allMatch(Map::isEmpty)) {
            in.child("values").error("check-table", "missing: the right values", "{p0: {present: 1, frame: 0x1f}}");
        }
        return new Check.Table(terms, cell(in), values, in.child("partial").bool(true));
    }

    static Check probes(Node in, CheckTerms terms) {
        if (in.child("flags").isMissing()) {
            in.child("flags")
                    .error(
                            "check-flags",
                            "missing: whether the probes must flag this set-up",
                            "true where it is broken");
        }
        return new Check.StudentProbes(terms, cell(in), in.child("flags").bool(true));
    }

    static Check java(Node in, CheckTerms terms) {
        List<Check.ExpectedCall> calls = new ArrayList<>();
        for (Node item : in.child("calls").elements()) {
            item.onlyKeys(List.of("call", "with", "gives", "throws"));
            List<Object> with =
                    item.child("with").value() instanceof List<?> list ? new ArrayList<>(list) : new ArrayList<>();
            if (!item.child("with").isMissing() && !item.child("with").isList()) {
                item.child("with").error("check-java", "the arguments are a list", "with: [3]");
            }
            calls.add(new Check.ExpectedCall(
                    new JavaProgram.Call(item.child("call").required("the method"), with),
                    item.child("gives").value(),
                    item.child("throws").text("")));
        }
        if (calls.isEmpty()) {
            in.child("calls").error("check-java", "missing: the calls", "[{call: victim, with: [[1, 2]], gives: 0}]");
        }
        return new Check.JavaCalls(terms, cell(in), calls, NumberReader.number(in.child("tolerance"), 0));
    }

    static String cell(Node in) {
        return in.child("cell").required("the answer's cell");
    }

    /** Requires that each check of a cell looks at an answer that is asked for, and asks what it can hold; formulas, that what is given gives them a value. */
    public static void requireAnswers(Node where, List<Check> checks, List<AnswerSpec> answers, Given given) {
        Map<String, Double> one = given.of(1, "", 1);
        for (Check check : checks) {
            switch (check) {
                case Check.NumberValue number -> {
                    find(where, check, number.cell(), AnswerKind.NUMBER, answers);
                    formula(where, check, number.formula(), one);
                }
                case Check.Choice choice -> {
                    if (find(where, check, choice.cell(), AnswerKind.CHOICE, answers)
                            instanceof AnswerSpec.Choice spec) {
                        fits(where, choice, spec);
                    }
                }
                case Check.Table table -> {
                    if (find(where, check, table.cell(), AnswerKind.TABLE, answers) instanceof AnswerSpec.Table spec) {
                        fits(where, table, spec, one);
                    }
                }
                case Check.StudentProbes probes -> find(where, check, probes.cell(), AnswerKind.PROBES, answers);
                case Check.JavaCalls java -> find(where, check, java.cell(), AnswerKind.JAVA, answers);
                case Check.AssemblyRun run -> find(where, check, run.cell(), AnswerKind.ASSEMBLY, answers);
                case Check.Probe ignored -> {}
                case Check.Sysctl ignored -> {}
                case Check.RouteTo ignored -> {}
                case Check.Rules ignored -> {}
                case Check.Connection ignored -> {}
                case Check.CommandOutput ignored -> {}
                case Check.MemoryAccess ignored -> {}
                case Check.Proof ignored -> {}
                case Check.Cost ignored -> {}
            }
            for (Misconception misconception : check.terms().misconceptions()) {
                misconception
                        .when()
                        .found()
                        .forEach(found -> formula(where, check, Formula.is(found) ? found : "", one));
            }
        }
    }

    /** What is wrong with a formula is said to its author. */
    private static void formula(Node where, Check check, String formula, Map<String, Double> given) {
        String problem = formula.isEmpty() ? "" : Formula.value(formula, given).problem();
        if (!problem.isEmpty()) {
            where.error("check-formula", "check `" + check.terms().id() + "`: " + problem, "");
        }
    }

    private static Object find(Node where, Check check, String cell, AnswerKind kind, List<AnswerSpec> answers) {
        for (AnswerSpec answer : answers) {
            if (answer.cell().equals(cell) && answer.kind() == kind) {
                return answer;
            }
        }
        where.error(
                "check-cell",
                "check `" + check.terms().id() + "` looks at `" + cell + "`, which is no answer of kind " + kind.text(),
                "add it to answers");
        return cell;
    }

    private static void fits(Node where, Check.Choice check, AnswerSpec.Choice spec) {
        for (String option : check.correct()) {
            if (!spec.options().containsKey(option)) {
                where.error(
                        "check-option",
                        "check `" + check.terms().id() + "`: `" + option + "` is no option",
                        String.join(", ", spec.options().keySet()));
            }
        }
        if (!spec.multiple() && check.correct().size() > 1) {
            where.error(
                    "check-option",
                    "check `" + check.terms().id() + "` wants several options where one may be chosen",
                    "multiple: true in the answer");
        }
    }

    private static void fits(Node where, Check.Table check, AnswerSpec.Table spec, Map<String, Double> given) {
        List<String> columns =
                spec.columns().stream().map(AnswerSpec.Column::name).toList();
        check.values().forEach((row, values) -> {
            if (!spec.rows().contains(row)) {
                where.error(
                        "check-row",
                        "check `" + check.terms().id() + "`: there is no row `" + row + "`",
                        String.join(", ", spec.rows()));
            }
            for (AnswerSpec.Column column : spec.columns()) {
                Object value = values.get(column.name());
                formula(where, check, value instanceof String text && Formula.is(text) ? text : "", given);
                String right = value == null ? "" : TableJudge.text(column, value, given);
                if (value != null && !TableJudge.same(column, right, right)) {
                    where.error(
                            "check-value",
                            "check `" + check.terms().id() + "`: `" + right + "` doesn't fit the column "
                                    + column.name(),
                            "");
                }
            }
            for (String column : values.keySet()) {
                if (!columns.contains(column)) {
                    where.error(
                            "check-column",
                            "check `" + check.terms().id() + "`: there is no column `" + column + "`",
                            String.join(", ", columns));
                }
            }
        });
    }
}
