package org.ringlab.content;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.Check;
import org.ringlab.checks.Given;
import org.ringlab.checks.Outcome;
import org.ringlab.checks.Parsed;
import org.ringlab.common.Diagnostic;
import org.ringlab.grader.CheckReport;
import org.ringlab.grader.ExercisePack;
import org.ringlab.grader.Grader;
import org.ringlab.grader.GradingContext;
import org.ringlab.grader.JavaRunner;
import org.ringlab.grader.Report;
import org.ringlab.grader.ReportJson;
import org.ringlab.grader.Status;
import org.ringlab.grader.Submission;
import org.ringlab.grader.TimeBudget;

/**
 * Preflight of one exercise: proves with its own answers that it grades as its author thinks. The reference earns full
 * marks, blank answers nothing, known-wrong ones lose points for the reason they name, for many seeds; and no student
 * gets to see a hidden value.
 */
public final class ExerciseCheck {
    /** Values and hidden parameters are drawn by attempt as well. */
    private static final int ATTEMPTS = 3;

    /** Not the server's: a leak of it would tell nobody anything. */
    private static final byte[] SECRET = "preflight, not a server's secret".getBytes(StandardCharsets.UTF_8);

    /** Known-wrong answers, and the lesson's notebooks as they are, are graded for so many seeds at most. */
    private static final int FEW_SEEDS = 5;

    /** So many other students' reports are looked at before a number is taken to be told by chance. */
    private static final int OTHERS = 5;

    private final ExerciseText text;
    private final int seeds;
    private final JavaRunner javaRunner;
    private final List<Remark> remarks = new ArrayList<>();

    private ExerciseCheck(ExerciseText text, int seeds, JavaRunner javaRunner) {
        this.text = text;
        this.seeds = seeds;
        this.javaRunner = javaRunner;
    }

    /**
     * Checks an exercise.
     *
     * @param text the exercise
     * @param hiddenDir the folder of all hidden parts
     * @param notebooks the lesson's notebooks, which must earn nothing as they are
     * @param seeds how many students are drawn, from 1
     * @param javaRunner runs answers in Java
     * @return what is wrong; empty where all is well
     */
    public static List<Remark> run(
            ExerciseText text, Path hiddenDir, List<String> notebooks, int seeds, JavaRunner javaRunner) {
        ExerciseCheck check = new ExerciseCheck(text, seeds, javaRunner);
        Parsed<ExercisePack> parsed = ExerciseReader.read(text.exerciseYaml(), text.hiddenYaml());
        for (Diagnostic problem : parsed.diagnostics()) {
            check.remark("", problem.text());
        }
        Optional<ExercisePack> pack = parsed.value();
        if (pack.isPresent()) {
            check.structure(pack.get());
            try {
                check.samples(pack.get(), hiddenDir.resolve(text.id()), notebooks);
            } catch (ContentException e) {
                check.remark("", String.valueOf(e.getMessage()));
            }
        }
        return check.remarks;
    }

    private void structure(ExercisePack pack) {
        if (!pack.id().equals(text.id())) {
            remark("", "exercise.yaml calls itself " + pack.id());
        }
        if (text.hiddenYaml() == null) {
            remark("", "there is no hidden.yaml");
        }
        for (Check check : pack.open().checks()) {
            String told = tells(check);
            if (!told.isEmpty()) {
                remark("", "check " + check.terms().id() + " tells everybody " + told + ": move it to hidden.yaml");
            }
        }
    }

    /** What a public check gives away; empty where nothing. */
    private static String tells(Check check) {
        return switch (check) {
            case Check.NumberValue number -> "the number";
            case Check.Choice choice -> "the right options";
            case Check.Table table -> "the table";
            case Check.Probe open -> "";
            case Check.Sysctl open -> "";
            case Check.RouteTo open -> "";
            case Check.Rules open -> "";
            case Check.Connection open -> "";
            case Check.CommandOutput open -> "";
            case Check.Proof proof ->
                proof.reference().isEmpty() || proof.reference().equals(Check.Proof.START) ? "" : "the reference rules";
            case Check.Cost open -> "";
            case Check.MemoryAccess open -> "";
            case Check.StudentProbes open -> "";
            case Check.JavaCalls open -> "";
            case Check.AssemblyRun open -> "";
        };
    }

    private void samples(ExercisePack pack, Path folder, List<String> notebooks) {
        Sample reference = Sample.reference(folder, pack);
        List<Sample> wrong = Sample.wrong(folder, pack);
        if (reference == null) {
            remark("", "there is no reference answer (reference.yaml)");
        }
        if (wrong.isEmpty()) {
            remark("", "there is no known-wrong answer (wrong/*.yaml)");
        }
        Sample blank = Sample.fixed("blank", AnswerNotebook.of(pack, Map.of()));
        List<Sample> stubs = notebooks.stream()
                .map(notebook -> Sample.fixed("the lesson's notebook", notebook))
                .toList();
        for (int seed = 0; seed < seeds && remarks.isEmpty(); seed++) {
            if (reference != null) {
                full(reference, grade(pack, reference, seed));
            }
            nothing(blank, grade(pack, blank, seed));
            if (seed < FEW_SEEDS) {
                for (Sample stub : stubs) {
                    nothing(stub, grade(pack, stub, seed));
                }
                for (Sample sample : wrong) {
                    loses(sample, grade(pack, sample, seed));
                }
            }
        }
    }

    private @Nullable Report grade(ExercisePack pack, Sample sample, int seed) {
        Graded graded = graded(pack, sample, seed);
        Report report = graded.report();
        if (report.status() != Status.GRADED) {
            remark(sample.name(), report.status() + " " + report.message().en() + " " + report.problem());
            return null;
        }
        for (LeakScan.Leak leak : graded.leaks()) {
            if (!leak.isNumber() || tellsOthersToo(pack, sample, seed, leak)) {
                remark(sample.name(), "the student's report tells " + leak);
            }
        }
        return report;
    }

    /** A report, and the hidden values that its student's view tells. */
    private record Graded(Report report, List<LeakScan.Leak> leaks) {}

    private Graded graded(ExercisePack pack, Sample sample, int seed) {
        int attempt = 1 + seed % ATTEMPTS;
        GradingContext context = new GradingContext("preflight-" + seed, pack.version(), attempt, SECRET);
        String notebook =
                sample.notebook().apply(pack.given().of(Given.student(context.student()), pack.id(), attempt));
        Report report = Grader.grade(pack, new Submission(notebook), context, javaRunner, TimeBudget.unlimited());
        LeakScan scan = new LeakScan(List.of(text.exerciseYaml(), notebook));
        return new Graded(report, scan.leaks(report, ReportJson.student(report)));
    }

    /** Whether another student's report tells the same parameter: what chance put there stands in one report alone. */
    private boolean tellsOthersToo(ExercisePack pack, Sample sample, int seed, LeakScan.Leak leak) {
        for (int other = 1; other <= OTHERS; other++) {
            for (LeakScan.Leak again :
                    graded(pack, sample, seed + seeds * other).leaks()) {
                if (again.scenario().equals(leak.scenario()) && again.what().equals(leak.what())) {
                    return true;
                }
            }
        }
        return false;
    }

    private void full(Sample sample, @Nullable Report report) {
        if (report != null && report.score() != report.max()) {
            remark(sample.name(), "earns " + report.score() + " of " + report.max() + ":" + lost(report));
        }
    }

    private void nothing(Sample sample, @Nullable Report report) {
        if (report != null && report.score() > 0) {
            List<String> earned = report.checks().stream()
                    .filter(check -> check.points() > 0)
                    .map(CheckReport::id)
                    .toList();
            remark(
                    sample.name(),
                    "earns " + report.score() + " without an answer, by " + String.join(", ", earned)
                            + ": put these into a group with, or behind needs of, a check that fails then");
        }
    }

    private void loses(Sample sample, @Nullable Report report) {
        if (report == null) {
            return;
        }
        if (report.score() >= report.max()) {
            remark(sample.name(), "earns full marks, though it is wrong");
        }
        String expected = sample.misconception();
        if (expected != null && !named(report).contains(expected)) {
            remark(
                    sample.name(),
                    "doesn't show the misconception " + expected + " but " + named(report) + ":" + lost(report));
        }
        for (String id : sample.fails()) {
            boolean failed = report.checks().stream()
                    .anyMatch(check -> check.id().equals(id) && check.outcome() == Outcome.FAIL);
            if (!failed) {
                remark(sample.name(), "doesn't fail " + id + ":" + lost(report));
            }
        }
    }

    /** Misconceptions named anywhere in the report, in its order. */
    private static List<String> named(Report report) {
        return report.checks().stream()
                .map(check -> check.result().misconception())
                .filter(Objects::nonNull)
                .map(misconception -> misconception.id())
                .distinct()
                .toList();
    }

    /** What didn't pass, with what was seen: for the author. */
    private static String lost(Report report) {
        StringBuilder text = new StringBuilder();
        for (CheckReport check : report.checks()) {
            if (check.outcome() != Outcome.PASS) {
                var seen = check.result().observation();
                text.append("\n    ")
                        .append(check.scenario())
                        .append('/')
                        .append(check.id())
                        .append(' ')
                        .append(check.outcome())
                        .append(seen == null ? "" : " (found " + seen.found() + ") " + seen.detail());
            }
        }
        return text.toString();
    }

    private void remark(String where, String what) {
        Remark remark = new Remark(text.id() + (where.isEmpty() ? "" : " " + where), what);
        if (!remarks.contains(remark)) {
            remarks.add(remark);
        }
    }
}
