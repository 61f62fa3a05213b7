package org.ringlab.checks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;
import org.ringlab.proof.Groundwork;

/** Judges checks. The same evaluator serves a notebook and the grader. */
public final class CheckRunner {
    private final Supplier<Lab> labs;
    private final Answers answers;
    private final Map<String, Outcome> outcomes;
    private final Function<Check.Proof, Groundwork> grounds;
    private final Map<String, Text> titles = new HashMap<>();

    private CheckRunner(
            Supplier<Lab> labs,
            Answers answers,
            Map<String, Outcome> earlier,
            Function<Check.Proof, Groundwork> grounds) {
        this.labs = labs;
        this.answers = answers;
        this.grounds = grounds;
        this.outcomes = new LinkedHashMap<>(earlier);
    }

    /**
     * Judges checks in order.
     *
     * @param checks as {@link CheckReader} gave them
     * @param labs makes the lab to look at, each time a fresh one in the same state: booted, with the answers applied.
     *     Every check gets its own, so none disturbs another
     * @param answers those that checks of cells look at; one that is missing counts as empty
     * @param earlier how checks ended that these may need
     */
    public static List<CheckResult> run(
            List<Check> checks, Supplier<Lab> labs, Answers answers, Map<String, Outcome> earlier) {
        return run(checks, labs, answers, earlier, proof -> Groundwork.NONE);
    }

    /**
     * The same for whoever judges often.
     *
     * @param grounds what the proofs begin with; it makes them faster and no other
     */
    public static List<CheckResult> run(
            List<Check> checks,
            Supplier<Lab> labs,
            Answers answers,
            Map<String, Outcome> earlier,
            Function<Check.Proof, Groundwork> grounds) {
        CheckRunner runner = new CheckRunner(labs, answers, earlier, grounds);
        List<CheckResult> results = new ArrayList<>();
        for (Check check : checks) {
            CheckResult result = runner.judge(check);
            runner.outcomes.put(result.id(), result.outcome());
            runner.titles.put(result.id(), check.terms().title());
            results.add(result);
        }
        return results;
    }

    /** What can be known for a proof of its lab before anybody answered. */
    public static Groundwork ground(Check.Proof check, LabSpec lab) {
        return ProofJudge.ground(check, lab);
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
            case Check.NumberValue number -> NumberJudge.judge(number, answers.text(number.cell()), answers.given());
            case Check.Choice choice -> ChoiceJudge.judge(choice, answers);
            case Check.Table table -> TableJudge.judge(table, answers);
            case Check.StudentProbes probes -> ProbesJudge.judge(probes, answers, labs.get());
            case Check.JavaCalls java -> JavaJudge.judge(java, answers);
            case Check.AssemblyRun run -> AssemblyJudge.judge(run, answers);
            case Check.Proof proof -> ProofJudge.judge(proof, labs, grounds.apply(proof));
            case Check.Cost cost -> CostJudge.judge(cost, labs.get());
        };
        return finding.passed() ? passed(check, finding) : failed(check, finding);
    }

    private CheckResult notRun(Check check, String needed) {
        Text title = titles.getOrDefault(needed, new Text(needed, needed));
        Text message =
                new Text("未检查：先要通过“" + title.zh() + "”。", "Not checked: \"" + title.en() + "\" has to pass first.");
        return new CheckResult(check, Outcome.NOT_RUN, 0, message, null, null, null, List.of(), Text.NONE, List.of());
    }

    private static CheckResult passed(Check check, Finding finding) {
        return new CheckResult(
                check,
                Outcome.PASS,
                1,
                check.terms().pass(),
                finding.observation(),
                null,
                null,
                finding.details(),
                Text.NONE,
                List.of());
    }

    private CheckResult failed(Check check, Finding finding) {
        Observation seen = finding.observation();
        Misconception misconception = check.terms().misconceptions().stream()
                .filter(candidate -> candidate.when().fires(seen, answers.given()))
                .findFirst()
                .orElse(null);
        Text fail = check.terms().fail();
        Text note = finding.note();
        Text message = note.isEmpty() ? fail : new Text(fail.zh() + note.zh(), fail.en() + " " + note.en());
        return new CheckResult(
                check,
                Outcome.FAIL,
                finding.share(),
                message,
                seen,
                misconception,
                seen.decision(),
                finding.details(),
                finding.repair(),
                finding.events());
    }
}
