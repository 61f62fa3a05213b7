package org.ringlab.checks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ringlab.host.tree.Node;

/**
 * What a teacher lets students see of a failed check, and when.
 *
 * @param when for each part; one that is missing is always shown, a hidden scenario never
 */
public record Feedback(Map<Part, When> when) {
    /** Everything at once, but the rule of the hint ladder after the due date. */
    public static final Feedback USUAL = new Feedback(Map.of(Part.RULE, When.AFTER_DUE));

    /** What can be shown. */
    public enum Part {
        /** The first step of the hint ladder. */
        QUESTION,
        /** The second. */
        POINTER,
        /** The third. */
        RULE,
        /** The last: the smallest change of the student's rules that would mend them. */
        REPAIR,
        /** The mistake that was recognised. */
        MISCONCEPTION,
        /** The rule or policy that stopped the packet or let it through. */
        DECISION,
        /** The packet's way. */
        TRACE,
        /** The hidden scenario that failed: what was drawn, what was asked and found. Never before the due date. */
        SCENARIO;

        /** As written in an exercise. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** When it may be shown at all, the earliest first. */
        public List<When> times() {
            return this == SCENARIO ? List.of(When.AFTER_DUE, When.NEVER) : List.of(When.values());
        }
    }

    /** When it may be shown. */
    public enum When {
        /** From the first report on. */
        ALWAYS,
        /** Once nothing can be handed in any more. */
        AFTER_DUE,
        /** Not at all. */
        NEVER;

        /** As written in an exercise. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Copies the map. */
    public Feedback {
        when = Map.copyOf(when);
    }

    /** Reads {@code {rule: after-due, trace: never}}; {@link #USUAL} for what isn't said. */
    public static Feedback read(Node in) {
        Map<Part, When> when = new EnumMap<>(Part.class);
        when.putAll(USUAL.when());
        List<String> parts = new ArrayList<>();
        for (Part part : Part.values()) {
            parts.add(part.text());
        }
        if (!in.isMissing()) {
            in.onlyKeys(parts);
        }
        for (Part part : Part.values()) {
            List<String> times = part.times().stream().map(When::text).toList();
            String word = in.child(part.text()).word(times, "time");
            if (word != null) {
                when.put(part, part.times().get(times.indexOf(word)));
            }
        }
        return new Feedback(when);
    }

    /** Whether a part may be shown now. */
    public boolean shows(Part part, boolean afterDue) {
        return switch (when(part)) {
            case ALWAYS -> true;
            case AFTER_DUE -> afterDue;
            case NEVER -> false;
        };
    }

    /** When a part is shown. */
    public When when(Part part) {
        When chosen = when.getOrDefault(part, part == Part.SCENARIO ? When.NEVER : When.ALWAYS);
        return part.times().contains(chosen) ? chosen : When.NEVER;
    }
}
