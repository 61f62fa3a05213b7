package org.ringlab.grader;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ringlab.checks.Answer;
import org.ringlab.checks.AnswerSpec;
import org.ringlab.checks.Answers;
import org.ringlab.checks.JavaProgram;
import org.ringlab.checks.Text;
import org.ringlab.common.Diagnostic;

/**
 * Grades a submission: sanitise, find the answers, apply them to fresh labs, check, score, report. A pure function: no
 * IO, no clock, no randomness but the seeds made from the context.
 */
public final class Grader {
    private Grader() {}

    /** Grades a submission to an exercise without answers in Java. */
    public static Report grade(ExercisePack pack, Submission submission, GradingContext context) {
        return grade(pack, submission, context, JavaRunner.NONE);
    }

    /** Grades {@code submission}; never throws for anything a student can write. */
    public static Report grade(
            ExercisePack pack, Submission submission, GradingContext context, JavaRunner javaRunner) {
        try {
            List<NotebookCell> cells = NotebookJson.cells(submission.notebookJson());
            List<Answer> answers = AnswerReader.read(pack.answers(), cells);
            return new Grading(pack, compiled(answers, javaRunner), context).report();
        } catch (Refusal refusal) {
            return ungraded(pack, context, Status.NOT_GRADABLE, refusal.reason(), "");
        } catch (RuntimeException | StackOverflowError broken) {
            Text message = new Text(
                    "这不是你的错：评分程序出了问题，老师会看到。",
                    "This is not your fault: the grader failed, and your teacher will see it.");
            return ungraded(pack, context, Status.GRADER_ERROR, message, describe(broken));
        }
    }

    private static Answers compiled(List<Answer> answers, JavaRunner javaRunner) {
        List<Answer> compiled = new ArrayList<>();
        Map<String, JavaProgram> programs = new HashMap<>();
        for (Answer answer : answers) {
            if (answer.spec() instanceof AnswerSpec.Java java && !answer.isBlank()) {
                JavaRunner.Compiled result = javaRunner.compile(java, answer.source());
                List<Diagnostic> remarks = new ArrayList<>(answer.remarks());
                remarks.addAll(result.diagnostics());
                compiled.add(new Answer(java, "", answer.source(), remarks));
                result.program().ifPresent(program -> programs.put(java.cell(), program));
            } else {
                compiled.add(answer);
            }
        }
        return new Answers(compiled, programs);
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
