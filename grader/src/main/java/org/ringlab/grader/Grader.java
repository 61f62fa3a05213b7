package org.ringlab.grader;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ringlab.checks.Answer;
import org.ringlab.checks.AnswerSpec;
import org.ringlab.checks.Answers;
import org.ringlab.checks.Given;
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
        return grade(pack, submission, context, JavaRunner.NONE, TimeBudget.unlimited());
    }

    /**
     * Grades {@code submission}; never throws for anything a student can write.
     *
     * @param javaRunner runs answers in Java
     * @param budget how long it may take. A grading that takes longer begins again; if it takes too long then as well, the
     *     submission is NOT_GRADABLE; if not, this machine was to blame: GRADER_ERROR
     */
    public static Report grade(
            ExercisePack pack,
            Submission submission,
            GradingContext context,
            JavaRunner javaRunner,
            TimeBudget budget) {
        Subject subject = new Subject(pack, submission, context);
        try {
            return once(subject, javaRunner, budget);
        } catch (TimeBudget.Overrun overrun) {
            return again(subject, javaRunner, budget);
        }
    }

    /** What is graded. */
    private record Subject(ExercisePack pack, Submission submission, GradingContext context) {
        /** The student's own values in this attempt. */
        Map<String, Double> given() {
            return pack.given().of(Given.student(context.student()), pack.id(), context.attempt());
        }

        Report ungraded(Status status, Text message, String problem) {
            return new Report(
                    status,
                    pack.id(),
                    pack.title(),
                    context.version(),
                    EngineVersion.CURRENT,
                    submission.hash(),
                    new Seeds(context, pack.id()).text(),
                    context.student(),
                    context.attempt(),
                    0,
                    0,
                    message,
                    List.of(),
                    pack.feedback(),
                    List.of(),
                    List.of(),
                    problem);
        }

        Report broken(String problem) {
            Text message = new Text(
                    "这不是你的错：评分程序出了问题，老师会看到。",
                    "This is not your fault: the grader failed, and your teacher will see it.");
            return ungraded(Status.GRADER_ERROR, message, problem);
        }
    }

    private static Report again(Subject subject, JavaRunner javaRunner, TimeBudget budget) {
        try {
            once(subject, javaRunner, budget);
            return subject.broken("it took more than " + budget.seconds() + " s, but not when it was graded again");
        } catch (TimeBudget.Overrun reproduced) {
            Text message = new Text(
                    "评分超过了 " + budget.seconds() + " 秒：你的答案是不是要执行很久？请改短后再提交。",
                    "Grading takes more than " + budget.seconds()
                            + " s: do your answers run for long? Shorten them and submit again.");
            return subject.ungraded(Status.NOT_GRADABLE, message, "");
        }
    }

    private static Report once(Subject subject, JavaRunner javaRunner, TimeBudget budget) {
        budget.begin();
        try {
            String json = subject.submission().notebookJson();
            if (json == null) {
                throw new Refusal(
                        "这个文件不是 UTF-8 编码的文本。请提交笔记本文件本身（.ipynb），不要提交压缩包、图片或 PDF；如果它就是笔记本，请在 Jupyter 中打开并保存后再提交。",
                        "This file is no UTF-8 text. Hand in the notebook itself (.ipynb), no archive, picture or PDF; if it is"
                                + " the notebook, open and save it in Jupyter, and submit again.");
            }
            Notebook notebook = NotebookJson.read(json);
            List<Answer> answers = AnswerReader.read(subject.pack().answers(), notebook);
            budget.ended("read");
            Answers compiled = compiled(answers, javaRunner, subject.given());
            budget.ended("compile");
            return new Grading(subject.pack(), subject.submission(), compiled, subject.context(), budget).report();
        } catch (Refusal refusal) {
            return subject.ungraded(Status.NOT_GRADABLE, refusal.reason(), "");
        } catch (TimeBudget.Overrun overrun) {
            throw overrun;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError broken) {
            return subject.broken(describe(broken));
        }
    }

    private static Answers compiled(List<Answer> answers, JavaRunner javaRunner, Map<String, Double> given) {
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
        return new Answers(compiled, programs, given);
    }

    /** What broke and where, without anything that differs from run to run. */
    private static String describe(Throwable broken) {
        StackTraceElement[] trace = broken.getStackTrace();
        return broken + (trace.length == 0 ? "" : " at " + trace[0]);
    }
}
