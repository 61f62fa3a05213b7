package org.ringlab.grader;

import org.jspecify.annotations.Nullable;
import org.ringlab.checks.CheckResult;
import org.ringlab.checks.Outcome;
import org.ringlab.checks.Text;

/**
 * One check in a report.
 *
 * @param id the check's id; unique in the exercise's version
 * @param scenario the scenario's id
 * @param category the hidden scenario's category; null for checks of the public lab
 * @param visibility what the student may know of it
 * @param points earned
 * @param message for the student: never tells hidden input
 * @param result what really happened: for staff where the check isn't public
 * @param shown a failure that the student may see in full; null where there is none to show
 */
public record CheckReport(
        String id,
        String scenario,
        @Nullable Category category,
        Visibility visibility,
        double points,
        Text message,
        CheckResult result,
        @Nullable Shown shown) {
    /** What a student may know of a check. */
    public enum Visibility {
        /** Everything. */
        PUBLIC,
        /** Title, outcome and text, not what was expected. */
        STAFF,
        /** Its category and outcome; an example by a sibling. */
        HIDDEN
    }

    /** How it ended. */
    public Outcome outcome() {
        return result.outcome();
    }

    /** What it is worth. */
    public double max() {
        return result.check().terms().points();
    }

    /** What the student reads as its name: of a hidden check the category's. */
    public Text title() {
        return category == null ? result.check().terms().title() : category.title();
    }
}
