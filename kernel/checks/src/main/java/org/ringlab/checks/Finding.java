package org.ringlab.checks;

import java.util.List;
import org.ringlab.common.Diagnostic;
import org.ringlab.netfilter.event.PacketEvent;

/**
 * What one kind of check found: whether it holds, what was seen, and the events that show it.
 *
 * @param share of the points that are earned, 0 to 1; below 1 where it doesn't hold
 * @param events of the probe that was judged; empty where there was none
 * @param note to be added to what the student reads; may be empty
 * @param details what more there is to say, a sentence each; not for those who may not know what was asked
 * @param repair the change that would mend it: the last step of the hints; may be empty
 */
record Finding(
        boolean passed,
        double share,
        Observation observation,
        List<PacketEvent> events,
        Text note,
        List<Text> details,
        Text repair) {
    /** A finding without more to say. */
    Finding(boolean passed, double share, Observation observation, List<PacketEvent> events, Text note) {
        this(passed, share, observation, events, note, List.of(), Text.NONE);
    }

    /** A finding that is explained. */
    static Finding explained(
            boolean passed, Observation observation, List<PacketEvent> events, List<Text> details, Text repair) {
        return new Finding(passed, passed ? 1 : 0, observation, events, Text.NONE, details, repair);
    }

    /** An answer that can't be understood: its student reads why, whatever the check asks. */
    static Finding unreadable(Text why) {
        return new Finding(false, 0, Observation.of("", "unreadable", why.en()), List.of(), why);
    }

    /** A line of an answer that can't be understood. */
    static Finding unreadable(Diagnostic complaint) {
        return unreadable(new Text(complaint.text(), complaint.text()));
    }

    /** A finding without a probe. */
    static Finding of(boolean passed, Observation observation) {
        return new Finding(passed, passed ? 1 : 0, observation, List.of(), Text.NONE);
    }

    /** Something that holds in part. */
    static Finding partly(double share, Observation observation, Text note) {
        return new Finding(false, share, observation, List.of(), note);
    }

    /** A host was named that the lab doesn't have (a namespace that nobody made, say). */
    static Finding noHost(String host) {
        return of(false, Observation.of(host, "no-host", "there is no host " + host));
    }
}
