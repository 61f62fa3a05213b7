package org.ringlab.grader;

import java.util.List;
import org.ringlab.checks.Feedback;
import org.ringlab.checks.Text;

/**
 * The outcome of grading: a value that depends on submission, exercise version, engine version and seeds alone.
 *
 * @param status how grading ended; scores are 0 unless it is GRADED
 * @param exercise {@code LESSON/EXERCISE}
 * @param title its name
 * @param version the version that was graded
 * @param engineVersion the version of Ringlab that graded
 * @param submissionHash SHA-256 of what was handed in, in hexadecimal
 * @param seed what hidden parameters were drawn from: staff only
 * @param student whose: for staff
 * @param attempt its number, from 1
 * @param score points earned, from 0 to {@link #max}
 * @param max points to be had
 * @param message one sentence for the student; what to mend where it is NOT_GRADABLE
 * @param answers what was made of each answer
 * @param feedback what the student sees of what failed, and when
 * @param checks each check, public ones first
 * @param scenarios the hidden scenarios as drawn: staff only
 * @param problem what broke, for staff: empty unless GRADER_ERROR
 */
public record Report(
        Status status,
        String exercise,
        Text title,
        int version,
        String engineVersion,
        String submissionHash,
        String seed,
        String student,
        int attempt,
        double score,
        double max,
        Text message,
        List<AnswerReport> answers,
        Feedback feedback,
        List<CheckReport> checks,
        List<ScenarioReport> scenarios,
        String problem) {
    /** Copies the lists. */
    public Report {
        answers = List.copyOf(answers);
        checks = List.copyOf(checks);
        scenarios = List.copyOf(scenarios);
    }
}
