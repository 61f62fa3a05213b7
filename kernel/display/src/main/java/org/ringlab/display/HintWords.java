package org.ringlab.display;

import org.ringlab.checks.Feedback;

/** What stands before a step of the hint ladder, in notebooks, reports and pages alike. */
public final class HintWords {
    private HintWords() {}

    /** A step with its label; just the text where {@code step} is none of the ladder's. */
    public static String labelled(String step, String text, Language language) {
        for (Feedback.Part part : Feedback.Part.values()) {
            if (part.text().equals(step)) {
                return labelled(part, text, language);
            }
        }
        return text;
    }

    /** The same where the step is known. */
    static String labelled(Feedback.Part step, String text, Language language) {
        return switch (step) {
            case QUESTION -> language.pick("想一想：", "Ask yourself: ") + text;
            case POINTER -> language.pick("看哪里：", "Where to look: ") + text;
            case RULE -> language.pick("规则：", "The rule: ") + text;
            case REPAIR -> language.pick("这样改就对：", "A change that would do: ") + text;
            case MISCONCEPTION, DECISION, TRACE, SCENARIO -> text;
        };
    }
}
