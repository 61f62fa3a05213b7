package org.ringlab.checks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.ringlab.host.Lab;

/** Judges checks. The same evaluator serves a notebook and the grader. */
public final class CheckRunner {
    private final Supplier<Lab> labs;
    private final Map<String, String> cells;
    private final Map<String, Outcome> outcomes;
    private final Map<String, Text> titles = new HashMap<>();

    private CheckRunner(Supplier<Lab> labs, Map<String, String> cells, Map<String, Outcome> earlier) {
        this.labs = labs;
        this.cells = cells;
        this.outcomes = new LinkedHashMap<>(earlier);
    }

    /**
     * Judges checks in order.
     *
     * @param checks as {@link CheckReader} gave them
     * @param labs makes the lab to look at, each time a fresh one in the same state: booted, with the answers applied.
     *     Every check gets its own, so none disturbs another
     * @param cells the texts of the answers that are numbers, by cell id; one that is missing counts as empty
     * @param earlier how checks ended that these may need
     */
    public static List<CheckResult> run(
            List<Check> checks, Supplier<Lab> labs, Map<String, String> cells, Map<String, Outcome> earlier) {
        CheckRunner runner = new CheckRunner(labs, cells, earlier);
        List<CheckResult> results = new ArrayList<>();
        for (Check check : checks) {
            CheckResult result = runner.judge(check);
            runner.outcomes.put(result.id(), result.outcome());
            runner.titles.put(result.id(), check.terms().title());
            results.add(result);
        }
        return results;
    }

    private CheckResult judge(Check check) {
        for (String needed : check.terms().needs()) {
            if (outcomes.get(needed) != Outcome.PASS) {
                return notRun(check, needed);
            }
        }
        Finding finding = switch (check) {
            case Check.Probe probe -> ProbeJudge.judge(probe, labs.get());
            case Check.Sysctl sysctl -> HostJudge.sysctl(sysctl, labs.get());
            case Check.RouteTo route -> HostJudge.route(route, labs.get());
            case Check.Rules rules -> RulesJudge.judge(rules, labs.get());
            case Check.Connection connection -> HostJudge.connection(connection, labs.get());
            case Check.CommandOutput command -> HostJudge.command(command, labs.get());
            case Check.MemoryAccess access -> MemoryJudge.judge(access, labs.get());
            case Check.NumberValue number -> NumberJudge.judge(number, cells.getOrDefault(number.cell(), ""));
        };
        return finding.passed() ? passed(check, finding) : failed(check, finding);
    }

    private CheckResult notRun(Check check, String needed) {
        Text title = titles.getOrDefault(needed, new Text(needed, needed));
        Text message =
                new Text("未检查：先要通过“" + title.zh() + "”。", "Not checked: \"" + title.en() + "\" has to pass first.");
        return new CheckResult(check, Outcome.NOT_RUN, message, null, null, null, List.of());
    }

    private static CheckResult passed(Check check, Finding finding) {
        return new CheckResult(check, Outcome.PASS, check.terms().pass(), finding.observation(), null, null, List.of());
    }

    private static CheckResult failed(Check check, Finding finding) {
        Observation seen = finding.observation();
        Misconception misconception = check.terms().misconceptions().stream()
                .filter(candidate -> candidate.when().fires(seen))
                .findFirst()
                .orElse(null);
        return new CheckResult(
                check, Outcome.FAIL, check.terms().fail(), seen, misconception, seen.decision(), finding.events());
    }
}
