package org.ringlab.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringlab.content.cli.GradeCommand;
import org.ringlab.grader.ExercisePack;
import org.ringlab.grader.Grader;
import org.ringlab.grader.GradingContext;
import org.ringlab.grader.JavaRunner;
import org.ringlab.grader.Report;
import org.ringlab.grader.ReportJson;
import org.ringlab.grader.Status;
import org.ringlab.grader.Submission;
import org.ringlab.grader.TimeBudget;
import picocli.CommandLine;

/** What a report depends on, that it can be made again, and what happens when time runs out. */
class DeterminismTest {
    @TempDir
    private Path folder = Path.of("");

    private static final Map<String, String> HALF = new HashMap<>(Mini.REFERENCE);

    static {
        HALF.put("m-client", "route add -host 172.18.133.212 gw 192.168.66.135");
    }

    private int grade(StringWriter said, String... arguments) {
        CommandLine command = new CommandLine(new GradeCommand());
        command.setOut(new PrintWriter(said));
        command.setErr(new PrintWriter(said));
        return command.execute(arguments);
    }

    private String[] with(String... arguments) {
        String[] all = new String[arguments.length + 4];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--lessons";
        all[arguments.length + 1] = Mini.LESSONS.toString();
        all[arguments.length + 2] = "--hidden";
        all[arguments.length + 3] = Mini.HIDDEN.toString();
        return all;
    }

    @Test
    void aReportIsReplayedFromItselfAndTheNotebook() throws IOException {
        ExercisePack pack = Mini.pack();
        Submission submission = new Submission(AnswerNotebook.of(pack, HALF));
        TimeBudget budget = new TimeBudget(System::nanoTime, TimeBudget.USUAL);
        Report report = Grader.grade(pack, submission, Mini.context("ann", 4), JavaRunner.NONE, budget);
        Path kept = folder.resolve("report.json");
        Files.writeString(kept, ReportJson.staff(report, budget.phases()));
        Files.writeString(folder.resolve("report.ipynb"), String.valueOf(submission.notebookJson()));
        StringWriter said = new StringWriter();
        assertEquals(0, grade(said, with("--replay", kept.toString())), said::toString);
        assertTrue(said.toString().contains("byte for byte"), said::toString);

        // as a service shows it, and as its command line and its page print it
        ObjectNode shown = (ObjectNode) new ObjectMapper().readTree(ReportJson.staff(report, budget.phases()));
        shown.put("counted", 2.5).put("late", 10).putObject("byHand").put("points", 2);
        ((ObjectNode) shown.path("checks").path(0)).putObject("appeal").put("id", 1);
        ObjectNode printed = new ObjectMapper().createObjectNode();
        printed.putObject("submission").put("id", 12);
        printed.set("report", shown);
        for (String text : List.of(shown.toString(), shown.toPrettyString(), printed.toString())) {
            Files.writeString(kept, text);
            said.getBuffer().setLength(0);
            assertEquals(0, grade(said, with("--replay", kept.toString())), said::toString);
        }

        Files.writeString(kept, ReportJson.staff(report).replace("\"score\":", "\"score\":1"));
        said.getBuffer().setLength(0);
        assertEquals(
                1,
                grade(
                        said,
                        with(
                                "--replay",
                                kept.toString(),
                                folder.resolve("report.ipynb").toString())));
        assertTrue(said.toString().contains("differs from character"), said::toString);

        Files.writeString(folder.resolve("other.ipynb"), AnswerNotebook.of(pack, Mini.REFERENCE));
        said.getBuffer().setLength(0);
        assertEquals(
                1,
                grade(
                        said,
                        with(
                                "--replay",
                                kept.toString(),
                                folder.resolve("other.ipynb").toString())));
        assertTrue(said.toString().contains("of another submission"), said::toString);

        Files.writeString(kept, ReportJson.student(report));
        said.getBuffer().setLength(0);
        assertEquals(1, grade(said, with("--replay", kept.toString())));
        assertTrue(said.toString().contains("holds no seed"), said::toString);
    }

    @Test
    void theStudentsReportHoldsNoSeedAndItsOwnHash() {
        ExercisePack pack = Mini.pack();
        Submission submission = new Submission(AnswerNotebook.of(pack, HALF));
        Report report = Grader.grade(pack, submission, Mini.context("ann", 1));
        String student = ReportJson.student(report);
        assertTrue(student.contains(submission.hash()));
        assertFalse(student.contains(report.seed()));
        assertTrue(ReportJson.staff(report).contains(report.seed()));
        Report again = Grader.grade(pack, submission, GradingContext.again("ann", 3, 1, report.seed()));
        assertEquals(ReportJson.staff(report), ReportJson.staff(again), "the seed is enough, without the secret");
    }

    @Test
    void timeThatRunsOutIsOursUnlessItRunsOutAgain() {
        ExercisePack pack = Mini.pack();
        Submission submission = new Submission(AnswerNotebook.of(pack, Mini.REFERENCE));
        AtomicLong always = new AtomicLong();
        TimeBudget slow = new TimeBudget(() -> always.addAndGet(1_000_000_000L), Duration.ofSeconds(3));
        Report late = Grader.grade(pack, submission, Mini.context("ann", 1), JavaRunner.NONE, slow);
        assertEquals(Status.NOT_GRADABLE, late.status());
        assertTrue(late.message().en().contains("more than 3 s"));

        AtomicLong once = new AtomicLong();
        TimeBudget busy = new TimeBudget(
                () -> once.addAndGet(once.get() < 6_000_000_000L ? 1_000_000_000L : 1), Duration.ofSeconds(3));
        Report error = Grader.grade(pack, submission, Mini.context("ann", 1), JavaRunner.NONE, busy);
        assertEquals(Status.GRADER_ERROR, error.status());
        assertTrue(error.problem().contains("not when it was graded again"), error.problem());
    }
}
