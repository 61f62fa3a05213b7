package org.ringlab.grader;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.Answer;
import org.ringlab.checks.AnswerSpec;
import org.ringlab.checks.Answers;
import org.ringlab.checks.Check;
import org.ringlab.checks.CheckResult;
import org.ringlab.checks.NumberText;
import org.ringlab.checks.Outcome;
import org.ringlab.checks.Parsed;
import org.ringlab.checks.Text;
import org.ringlab.common.Diagnostic;
import org.ringlab.grader.CheckReport.Visibility;
import org.ringlab.host.CommandResult;
import org.ringlab.host.tree.Places;

/** One grading under way: from answers to a report. */
final class Grading {
    /** Characters of output kept for each answer. */
    private static final int MAX_OUTPUT = 4096;

    private final ExercisePack pack;
    private final Answers answers;
    private final GradingContext context;
    private final Submission submission;
    private final TimeBudget budget;
    private final Seeds seeds;

    Grading(ExercisePack pack, Submission submission, Answers answers, GradingContext context, TimeBudget budget) {
        this.pack = pack;
        this.answers = answers;
        this.context = context;
        this.submission = submission;
        this.budget = budget;
        this.seeds = new Seeds(context, pack.id());
    }

    /** A hidden scenario as drawn, and how its checks ended. */
    private record HiddenRun(
            ScenarioTemplate template, ScenarioReport drawn, ScenarioRun run, List<CheckResult> results) {
        Set<String> failed() {
            return results.stream()
                    // A counterexample would tell what the proof is about.
                    .filter(result -> result.outcome() == Outcome.FAIL && !(result.check() instanceof Check.Proof))
                    .map(CheckResult::id)
                    .collect(Collectors.toSet());
        }
    }

    Report report() {
        ScenarioRun open = new ScenarioRun(pack, answers, budget);
        List<CheckResult> openResults = open.judge(pack.open().checks(), Map.of());
        Map<String, Outcome> earlier = new LinkedHashMap<>();
        openResults.forEach(result -> earlier.put(result.id(), result.outcome()));
        List<CheckResult> staffResults = open.judge(pack.staffChecks(), earlier);
        budget.ended("public");
        List<HiddenRun> hidden = new ArrayList<>();
        Set<String> taken = ScenarioTemplate.addressesIn(pack.lab());
        for (ScenarioTemplate template : pack.hidden()) {
            hidden.add(runHidden(template, taken, open, earlier));
        }

        budget.ended("hidden");
        List<CheckResult> all = new ArrayList<>(openResults);
        all.addAll(staffResults);
        hidden.forEach(run -> all.addAll(run.results()));
        Score score = new Score(all);

        List<CheckReport> checks = new ArrayList<>();
        openResults.forEach(result -> checks.add(openReport(result, Visibility.PUBLIC, score)));
        staffResults.forEach(result -> checks.add(openReport(result, Visibility.STAFF, score)));
        Siblings siblings = new Siblings(pack, seeds, hiddenValues(hidden));
        for (HiddenRun run : hidden) {
            Map<String, Shown> shown = siblings.find(run.template(), run.run(), run.failed(), earlier);
            run.results().forEach(result -> checks.add(hiddenReport(run, result, shown.get(result.id()), score)));
        }
        Report report = report(checks, hidden.stream().map(HiddenRun::drawn).toList(), answerReports(open));
        budget.ended("explain");
        return report;
    }

    private HiddenRun runHidden(
            ScenarioTemplate template, Set<String> taken, ScenarioRun open, Map<String, Outcome> earlier) {
        long seed = seeds.hidden(template.id());
        Map<String, Object> values = template.draw(seed, taken)
                .orElseThrow(() -> new IllegalStateException("scenario " + template.id() + ": no values left to draw"));
        Parsed<Scenario> filled = template.fill(values, pack.knownLab(), Places.UNKNOWN, pack.openCheckIds());
        Scenario scenario = filled.value()
                .orElseThrow(() -> new IllegalStateException("scenario " + template.id() + ": " + filled.problems()));
        ScenarioRun run = open.in(scenario);
        return new HiddenRun(
                template, new ScenarioReport(template.id(), seed, values), run, run.judge(scenario.checks(), earlier));
    }

    private static Set<String> hiddenValues(List<HiddenRun> hidden) {
        Set<String> values = new HashSet<>();
        hidden.forEach(run -> run.drawn().parameters().values().forEach(value -> values.add(String.valueOf(value))));
        return values;
    }

    private CheckReport openReport(CheckResult result, Visibility visibility, Score score) {
        Shown shown =
                result.outcome() == Outcome.FAIL ? new Shown(result, pack.open().lab(), false) : null;
        return new CheckReport(
                result.id(),
                Scenario.OPEN,
                null,
                visibility,
                score.points(result),
                groupNote(result, score).isEmpty() ? message(result, visibility) : groupNote(result, score),
                result,
                shown);
    }

    /** Its words; of a public check also what was found. */
    private static Text message(CheckResult result, Visibility visibility) {
        return visibility == Visibility.PUBLIC && result.outcome() == Outcome.FAIL
                ? withDetails(result)
                : result.message();
    }

    /** Its words and what was found, for those who may know what was asked. */
    static Text withDetails(CheckResult result) {
        StringBuilder zh = new StringBuilder(result.message().zh());
        StringBuilder en = new StringBuilder(result.message().en());
        for (Text detail : result.details()) {
            zh.append('\n').append(detail.zh());
            en.append('\n').append(detail.en());
        }
        return new Text(zh.toString(), en.toString());
    }

    private CheckReport hiddenReport(HiddenRun run, CheckResult result, @Nullable Shown shown, Score score) {
        Category category = pack.category(run.template().category());
        Text message = switch (result.outcome()) {
            case PASS -> groupNote(result, score);
            case FAIL -> shown == null ? category.hint() : withDetails(shown.result());
            case NOT_RUN -> new Text("未检查：先要通过它所依赖的检查。", "Not checked: a check that it builds on has to pass first.");
        };
        return new CheckReport(
                result.id(),
                run.template().id(),
                category,
                Visibility.HIDDEN,
                score.points(result),
                message,
                result,
                shown);
    }

    /** Why a check that passes earns nothing. */
    private static Text groupNote(CheckResult result, Score score) {
        boolean lost = result.outcome() == Outcome.PASS
                && score.points(result) < result.check().terms().points();
        return lost
                ? new Text(
                        "通过了，但要和同组的其他检查一起通过才得分。",
                        "It holds, but earns its points only together with the other checks of its group.")
                : Text.NONE;
    }

    private Report report(List<CheckReport> checks, List<ScenarioReport> drawn, List<AnswerReport> answerReports) {
        double score = checks.stream().mapToDouble(CheckReport::points).sum();
        double max = checks.stream().mapToDouble(CheckReport::max).sum();
        return new Report(
                Status.GRADED,
                pack.id(),
                pack.title(),
                context.version(),
                EngineVersion.CURRENT,
                submission.hash(),
                seeds.text(),
                context.student(),
                context.attempt(),
                score,
                max,
                verdict(checks),
                answerReports,
                pack.feedback(),
                checks,
                drawn,
                "");
    }

    private Text verdict(List<CheckReport> checks) {
        if (answers.list().stream().allMatch(Answer::isBlank)) {
            return new Text("还没有写答案。", "There is no answer yet.");
        }
        long failed =
                checks.stream().filter(check -> check.outcome() != Outcome.PASS).count();
        return failed == 0
                ? new Text("全部通过。", "Everything passes.")
                : new Text(
                        checks.size() + " 项检查中有 " + failed + " 项没有通过。" + (pack.drawn() ? "下一次的数值不同，用 %given 查看。" : ""),
                        failed + " of " + checks.size() + " checks did not pass."
                                + (pack.drawn() ? " The next attempt has other values: %given shows them." : ""));
    }

    private List<AnswerReport> answerReports(ScenarioRun open) {
        Map<String, CommandResult> results = new LinkedHashMap<>();
        open.applied().forEach(a -> results.put(a.answer().cell(), a.result()));
        List<AnswerReport> reports = new ArrayList<>();
        for (Answer answer : answers.list()) {
            reports.add(answerReport(answer, results.get(answer.cell())));
        }
        return reports;
    }

    private AnswerReport answerReport(Answer answer, @Nullable CommandResult result) {
        List<Diagnostic> remarks = new ArrayList<>(answer.remarks());
        if (answer.spec() instanceof AnswerSpec.NumberValue number) {
            Text problem = NumberText.read(answer.source(), unit(number.cell())).problem();
            if (!problem.isEmpty()) {
                remarks.add(new Diagnostic(
                        "answer-number", Diagnostic.Severity.WARNING, null, problem.zh() + " · " + problem.en(), ""));
            }
        }
        String output = "";
        if (result != null) {
            remarks.addAll(result.hints());
            output = result.text();
        }
        return new AnswerReport(
                answer.cell(),
                answer.spec().kind(),
                answer.host().isEmpty() ? null : answer.host(),
                answer.source(),
                result == null ? 0 : result.status(),
                output.length() <= MAX_OUTPUT ? output : output.substring(0, MAX_OUTPUT) + "…",
                remarks);
    }

    /** The unit that the check of a number asks for. */
    private String unit(String cell) {
        List<Check> checks = new ArrayList<>(pack.open().checks());
        checks.addAll(pack.staffChecks());
        for (Check check : checks) {
            if (check instanceof Check.NumberValue number && number.cell().equals(cell)) {
                return number.unit();
            }
        }
        return "";
    }
}
