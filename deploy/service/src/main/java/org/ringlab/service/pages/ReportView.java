package org.ringlab.service.pages;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A report as shown on a page, in one language.
 *
 * @param statusText how grading ended
 * @param tone good, warn or bad: for colours, never alone
 * @param graded whether there is a score
 * @param score points earned
 * @param max points to be had
 * @param counted what counts in place of the score, where it is another; else empty
 * @param late what lateness takes off, in percent; empty if nothing
 * @param byHand points that a teacher gave for all of it; null for none
 * @param message for the student; may be empty
 * @param answers as they were graded
 * @param remarks about single answers
 * @param problem what broke, for staff; may be empty
 * @param checks the single checks
 */
public record ReportView(
        String statusText,
        String tone,
        boolean graded,
        String score,
        String max,
        String counted,
        String late,
        @Nullable MarkView byHand,
        String message,
        List<AnswerView> answers,
        List<RemarkView> remarks,
        String problem,
        List<CheckView> checks) {
    /**
     * An answer as it was graded.
     *
     * @param cell the answer's
     * @param host where it was run; may be empty
     * @param source its text
     * @param output what its commands printed; may be empty
     */
    public record AnswerView(String cell, String host, String source, String output) {}

    /**
     * A remark about an answer.
     *
     * @param cell the answer's
     * @param place line and column in it; empty where it is about all of it
     * @param text what there is to say
     */
    public record RemarkView(String cell, String place, String text) {}

    /**
     * Points given by hand.
     *
     * @param points given
     * @param was what held before
     * @param comment why
     * @param by who gave them
     * @param at when
     */
    public record MarkView(String points, String was, String comment, String by, String at) {}

    /**
     * An appeal.
     *
     * @param id its key
     * @param open whether it waits for an answer
     * @param stateText how far it has come, in words
     * @param text what the student says
     * @param answer what the teacher says; may be empty
     */
    public record AppealView(long id, boolean open, String stateText, String text, String answer) {}

    /**
     * One check.
     *
     * @param id in this report, to contest it
     * @param staffId in the exercise, for staff's reports; the same for students'
     * @param title its name
     * @param outcomeText how it ended
     * @param tone good, warn or bad
     * @param mark a sign for the outcome, beside the words
     * @param passed whether it holds
     * @param points earned
     * @param max what it is worth
     * @param byHand points that a teacher gave instead; null for none
     * @param appeal the student's appeal; null for none
     * @param contestable whether the student may contest it
     * @param message why it ended so; may be empty
     * @param hints the mistake behind it, and the rule at fault, as far as known
     * @param trace the packet's way, as text; may be empty
     * @param traceHtml the same drawn, as HTML made and escaped by the display module; may be empty
     */
    public record CheckView(
            String id,
            String staffId,
            String title,
            String outcomeText,
            String tone,
            String mark,
            boolean passed,
            String points,
            String max,
            @Nullable MarkView byHand,
            @Nullable AppealView appeal,
            boolean contestable,
            String message,
            List<String> hints,
            String trace,
            String traceHtml) {}
}
