package org.ringlab.checks;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.event.PacketEvent;

/**
 * What became of one check.
 *
 * @param check the check
 * @param outcome how it ended
 * @param share of its points that are earned, from 0 to 1; 1 only where it passed
 * @param message for the student: why
 * @param observation what was seen; null where it was not run
 * @param misconception the mistake behind a failure, null where none was recognised
 * @param ruleAtFault of a failure: the rule or policy that stopped the packet or let it through; null where none did
 * @param details what was found, a sentence each: of a proof the packet that shows it; not for those who may not know
 *     what was asked
 * @param repair the change that would mend it, for {@link #hints}; may be empty
 * @param events the probe's events, in order: empty for a check without a probe, and for one that passed
 */
public record CheckResult(
        Check check,
        Outcome outcome,
        double share,
        Text message,
        @Nullable Observation observation,
        @Nullable Misconception misconception,
        @Nullable Decision ruleAtFault,
        List<Text> details,
        Text repair,
        List<PacketEvent> events) {
    /** Copies the lists. */
    public CheckResult {
        details = List.copyOf(details);
        events = List.copyOf(events);
    }

    /**
     * The help that is reached, in order.
     *
     * @see Hints#steps
     */
    public Map<Feedback.Part, Text> hints(int tries, Feedback feedback, boolean afterDue) {
        return check.terms().hints().endingWith(repair).steps(tries, feedback, afterDue);
    }

    /** The check's id. */
    public String id() {
        return check.terms().id();
    }
}
