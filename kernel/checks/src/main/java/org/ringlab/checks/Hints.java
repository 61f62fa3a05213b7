package org.ringlab.checks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ringlab.host.tree.Node;

/**
 * A ladder of help for one check, climbed a step with each try: what to ask oneself, where to look, what the rule is.
 *
 * @param question shown at the first failure
 * @param pointer from the second on
 * @param rule from the third on
 * @param repair from the fourth on: the change that would mend the answer, which its judge works out
 */
public record Hints(Text question, Text pointer, Text rule, Text repair) {
    /** No help. */
    public static final Hints NONE = new Hints(Text.NONE, Text.NONE, Text.NONE, Text.NONE);

    /** Reads {@code hints} of a check, or of a scenario or exercise for all of its checks. */
    public static Hints read(Node in) {
        if (in.isMissing()) {
            return NONE;
        }
        in.onlyKeys(List.of("question", "pointer", "rule"));
        return new Hints(
                Text.readOptional(in.child("question")),
                Text.readOptional(in.child("pointer")),
                Text.readOptional(in.child("rule")),
                Text.NONE);
    }

    /** The same with its last step. */
    Hints endingWith(Text change) {
        return new Hints(question, pointer, rule, change);
    }

    /**
     * The steps reached, in order.
     *
     * @param tries how often it was tried, from 1
     * @param feedback what the teacher lets be shown
     * @param afterDue whether the due date has passed
     */
    public Map<Feedback.Part, Text> steps(int tries, Feedback feedback, boolean afterDue) {
        Map<Feedback.Part, Text> steps = new LinkedHashMap<>();
        add(Feedback.Part.QUESTION, question, tries >= 1, feedback, afterDue, steps);
        add(Feedback.Part.POINTER, pointer, tries >= 2, feedback, afterDue, steps);
        add(Feedback.Part.RULE, rule, tries >= 3, feedback, afterDue, steps);
        add(Feedback.Part.REPAIR, repair, tries >= 4, feedback, afterDue, steps);
        return steps;
    }

    private static void add(
            Feedback.Part part,
            Text text,
            boolean reached,
            Feedback feedback,
            boolean afterDue,
            Map<Feedback.Part, Text> steps) {
        // After the due date nobody climbs any more.
        if ((reached || afterDue) && !text.isEmpty() && feedback.shows(part, afterDue)) {
            steps.put(part, text);
        }
    }
}
