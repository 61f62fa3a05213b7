package org.ringlab.grader;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.Answers;
import org.ringlab.checks.Check;
import org.ringlab.checks.CheckResult;
import org.ringlab.checks.CheckRunner;
import org.ringlab.checks.Outcome;
import org.ringlab.host.Lab;
import org.ringlab.proof.Groundwork;

/**
 * A scenario with a student's answers in it.
 *
 * <p>Labs are made anew as often as anybody looks: boot, answers, {@code after}. The engine's own budget ends endless
 * commands.
 */
final class ScenarioRun {
    private final Scenario scenario;
    private final Answers answers;
    private final TimeBudget budget;

    /** The answers as they were given, for scenarios that rename nothing. */
    private final Answers.Ready given;

    /** The answers as they are applied here. */
    private final Answers.Ready here;

    /** What the answers did in the first lab; they do the same in every other. */
    private @Nullable List<Answers.Applied> applied;

    /** What proofs about this lab begin with. */
    private final Function<Check.Proof, Groundwork> grounds;

    /** The exercise's public scenario. */
    ScenarioRun(ExercisePack pack, Answers answers, TimeBudget budget) {
        this(
                pack.open(),
                answers,
                answers.ready(source -> source),
                proof -> pack.grounds().of(proof, pack.open().lab()),
                budget);
    }

    private ScenarioRun(
            Scenario scenario,
            Answers answers,
            Answers.Ready given,
            Function<Check.Proof, Groundwork> grounds,
            TimeBudget budget) {
        this.scenario = scenario;
        this.grounds = grounds;
        this.answers = answers;
        this.given = given;
        this.budget = budget;
        here = scenario.rename().isEmpty() ? given : answers.ready(source -> renamed(scenario.rename(), source));
    }

    /** The same answers in another scenario. */
    ScenarioRun in(Scenario other) {
        return new ScenarioRun(other, answers, given, proof -> Groundwork.NONE, budget);
    }

    /** A fresh lab with the answers applied. */
    Lab lab() {
        budget.check();
        Lab lab = Lab.boot(scenario.lab());
        List<Answers.Applied> done = here.applyTo(lab);
        if (applied == null) {
            applied = done;
        }
        scenario.after().forEach(step -> lab.run(step.host(), step.run()));
        return lab;
    }

    /** What each answer that changes the lab did, in order. */
    List<Answers.Applied> applied() {
        if (applied == null) {
            applied = here.applyTo(Lab.boot(scenario.lab()));
        }
        return applied;
    }

    /** Judges checks here; {@code earlier} is how others ended that these may need. */
    List<CheckResult> judge(List<Check> checks, Map<String, Outcome> earlier) {
        return CheckRunner.run(checks, this::lab, answers, earlier, grounds);
    }

    /** The answer with each whole word that is renamed here replaced. */
    private static String renamed(Map<String, String> rename, String source) {
        StringBuilder words = new StringBuilder();
        rename.keySet().stream()
                .sorted()
                .forEach(word -> words.append(words.isEmpty() ? "" : "|").append(Pattern.quote(word)));
        Matcher word = Pattern.compile("(?<![A-Za-z0-9_.-])(?:" + words + ")(?![A-Za-z0-9_.-])")
                .matcher(source);
        return word.replaceAll(found -> Matcher.quoteReplacement(rename.getOrDefault(found.group(), "")));
    }
}
