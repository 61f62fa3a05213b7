package org.ringlab.grader;

import org.jspecify.annotations.Nullable;
import org.ringlab.checks.CheckResult;
import org.ringlab.checks.Outcome;
import org.ringlab.checks.Text;

/**
 * One check in a report.
 *
 * @param id the check's id; of a hidden one {@code SCENARIO/CHECK}
 * @param scenario the scenario's id
 * @param category the hidden scenario's category; null for checks of the public lab
 * @param visibility what the student may know of it
 * @param outcome how it ended
 * @param points earned
 * @param max what it is worth
 * @param message for the student: never tells hidden input
 * @param result what really happened: for staff where the check isn't public
 * @param shown what the student may see of how it failed: for a public check {@link #result} itself, for a hidden one
 *     the result of a failing sibling; null where there is nothing to show
 */
public record CheckReport(
        String id,
        String scenario,
        @Nullable Category category,
        Visibility visibility,
        Outcome outcome,
        double points,
        double max,
        Text message,
        CheckResult result,
        @Nullable CheckResult shown) {
    /** What a student may know of a check. */
    public enum Visibility {
        /** Everything. */
        PUBLIC,
        /** Title, outcome and message, not what was expected. */
        STAFF,
        /** Its category and outcome; an example by a sibling. */
        HIDDEN
    }
}
