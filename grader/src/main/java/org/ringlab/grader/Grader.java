package org.ringlab.grader;

import java.util.List;
import org.ringlab.checks.Text;

/**
 * Grades a submission: sanitise, find the answers, apply them to fresh labs, check, score, report. A pure function: no
 * IO, no clock, no randomness but the seeds made from the context.
 */
public final class Grader {
    private Grader() {}

    /** Grades {@code submission}; never throws for anything a student can write. */
    public static Report grade(ExercisePack pack, Submission submission, GradingContext context) {
        try {
            List<NotebookCell> cells = NotebookJson.cells(submission.notebookJson());
            List<Answer> answers = AnswerReader.read(pack.answers(), cells);
            return new Grading(pack, answers, context).report();
        } catch (Refusal refusal) {
            return ungraded(pack, context, Status.NOT_GRADABLE, refusal.reason(), "");
        } catch (RuntimeException | StackOverflowError broken) {
            Text message = new Text(
                    "这不是你的错：评分程序出了问题，老师会看到。",
                    "This is not your fault: the grader failed, and your teacher will see it.");
            return ungraded(pack, context, Status.GRADER_ERROR, message, describe(broken));
        }
    }

    private static Report ungraded(
            ExercisePack pack, GradingContext context, Status status, Text message, String problem) {
        return new Report(
                status,
                pack.id(),
                pack.title(),
                context.version(),
                EngineVersion.CURRENT,
                context.student(),
                context.attempt(),
                0,
                0,
                message,
                List.of(),
                List.of(),
                List.of(),
                problem);
    }

    /** What broke and where, without anything that differs from run to run. */
    private static String describe(Throwable broken) {
        StackTraceElement[] trace = broken.getStackTrace();
        return broken + (trace.length == 0 ? "" : " at " + trace[0]);
    }
}
