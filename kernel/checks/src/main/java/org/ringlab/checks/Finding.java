package org.ringlab.checks;

import java.util.List;
import org.ringlab.netfilter.event.PacketEvent;

/**
 * What one kind of check found: whether it holds, what was seen, and the events that show it.
 *
 * @param events of the probe that was judged; empty where there was none
 */
record Finding(boolean passed, Observation observation, List<PacketEvent> events) {
    /** A finding without a probe. */
    static Finding of(boolean passed, Observation observation) {
        return new Finding(passed, observation, List.of());
    }

    /** A host was named that the lab doesn't have (a namespace that nobody made, say). */
    static Finding noHost(String host) {
        return of(false, Observation.of(host, "no-host", "there is no host " + host));
    }
}
