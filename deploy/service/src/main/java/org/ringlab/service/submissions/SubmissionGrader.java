package org.ringlab.service.submissions;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.ringlab.grader.ExercisePack;
import org.ringlab.grader.Grader;
import org.ringlab.grader.GradingContext;
import org.ringlab.grader.JavaRunner;
import org.ringlab.grader.Report;
import org.ringlab.grader.ReportJson;
import org.ringlab.grader.Status;
import org.ringlab.grader.Submission;
import org.ringlab.grader.TimeBudget;
import org.ringlab.service.catalog.BrokenExercise;
import org.ringlab.service.catalog.Catalog;

/** Grades one submission, by the grader and the exercise's version of the submission. */
@ApplicationScoped
public class SubmissionGrader {
    private static final Logger LOG = Logger.getLogger(SubmissionGrader.class);

    private final Catalog catalog;
    private final ObjectMapper json;
    private final byte[] secret;
    private final JavaRunner javaRunner;

    SubmissionGrader(
            Catalog catalog,
            ObjectMapper json,
            JavaAnswers javaRunner,
            @ConfigProperty(name = "ringlab.grading-key") String gradingKey) {
        this.catalog = catalog;
        this.json = json;
        this.javaRunner = javaRunner;
        this.secret = gradingKey.getBytes(StandardCharsets.UTF_8);
    }

    /** Grades; whatever breaks on our side gives a result with GRADER_ERROR, never an exception. */
    public GradingResult grade(SubmissionRecord submission) {
        return grade(submission, submission.version());
    }

    /** The same, by another version of the exercise. */
    public GradingResult grade(SubmissionRecord submission, int version) {
        try {
            TimeBudget budget = new TimeBudget(System::nanoTime, TimeBudget.USUAL);
            ExercisePack pack = catalog.pack(submission.exercise(), version);
            Report report = Grader.grade(
                    pack,
                    new Submission(
                            submission.handedIn().notebook(),
                            submission.handedIn().sha256()),
                    context(submission, version),
                    javaRunner,
                    budget);
            return new GradingResult(
                    report.status(),
                    report.score(),
                    report.max(),
                    ReportJson.studentAtLast(report),
                    ReportJson.staff(report, budget.phases()));
        } catch (BrokenExercise e) {
            LOG.errorf("Submission %d could not be graded: %s", submission.id(), e.getMessage());
            return broken(submission, version, e);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.errorf(e, "Submission %d of %s could not be graded", submission.id(), submission.exercise());
            return broken(submission, version, e);
        }
    }

    private GradingContext context(SubmissionRecord submission, int version) {
        return new GradingContext(submission.student().username(), version, submission.attempt(), secret);
    }

    private GradingResult broken(SubmissionRecord submission, int version, Throwable failure) {
        ObjectNode student = json.createObjectNode();
        student.put("status", Status.GRADER_ERROR.name());
        student.put("exercise", submission.exercise());
        student.put("version", version);
        student.put("score", 0).put("max", 0);
        student.putObject("message")
                .put("zh", "这不是你的错：评分程序出了问题，老师已经收到通知。")
                .put("en", "This is not your fault: the grader failed, and your teacher has been told.");
        ObjectNode staff = student.deepCopy();
        staff.put("problem", failure.toString());
        return new GradingResult(Status.GRADER_ERROR, 0, 0, student.toString(), staff.toString());
    }
}
