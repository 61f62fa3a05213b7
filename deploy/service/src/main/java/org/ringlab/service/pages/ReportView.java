package org.ringlab.service.pages;

import java.util.List;

/**
 * A report as shown on a page, in one language.
 *
 * @param statusText how grading ended
 * @param tone good, warn or bad: for colours, never alone
 * @param graded whether there is a score
 * @param score points earned
 * @param max points to be had
 * @param message for the student; may be empty
 * @param problem what broke, for staff; may be empty
 * @param checks the single checks
 */
public record ReportView(
        String statusText,
        String tone,
        boolean graded,
        String score,
        String max,
        String message,
        String problem,
        List<CheckView> checks) {
    /**
     * One check.
     *
     * @param title its name
     * @param outcomeText how it ended
     * @param tone good, warn or bad
     * @param mark a sign for the outcome, beside the words
     * @param passed whether it holds
     * @param points earned
     * @param max what it is worth
     * @param message why it ended so; may be empty
     * @param hints the mistake behind it, and the rule at fault, as far as known
     * @param trace the packet's way, as text; may be empty
     * @param traceHtml the same drawn, as HTML made and escaped by the display module; may be empty
     */
    public record CheckView(
            String title,
            String outcomeText,
            String tone,
            String mark,
            boolean passed,
            String points,
            String max,
            String message,
            List<String> hints,
            String trace,
            String traceHtml) {}
}
