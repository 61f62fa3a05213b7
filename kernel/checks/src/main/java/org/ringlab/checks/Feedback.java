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
 * @param when for each part; one that is missing is always shown
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
        TRACE;

        /** As written in an exercise. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
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

        String text() {
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
        List<String> times = new ArrayList<>();
        for (Part part : Part.values()) {
            parts.add(part.text());
        }
        for (When time : When.values()) {
            times.add(time.text());
        }
        if (!in.isMissing()) {
            in.onlyKeys(parts);
        }
        for (Part part : Part.values()) {
            String word = in.child(part.text()).word(times, "time");
            if (word != null) {
                when.put(part, When.values()[times.indexOf(word)]);
            }
        }
        return new Feedback(when);
    }

    /** Whether a part may be shown now. */
    public boolean shows(Part part, boolean afterDue) {
        return switch (when.getOrDefault(part, When.ALWAYS)) {
            case ALWAYS -> true;
            case AFTER_DUE -> afterDue;
            case NEVER -> false;
        };
    }
}
