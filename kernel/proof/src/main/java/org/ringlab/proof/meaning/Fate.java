package org.ringlab.proof.meaning;

import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.event.PacketEvent.DropReason;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.rules.RejectWith;

/** What can become of a packet. */
public sealed interface Fate {
    /** Whether it is let through. */
    default boolean accepted() {
        return false;
    }

    /** The chain on paper lets it through. */
    record Passed() implements Fate {
        @Override
        public boolean accepted() {
            return true;
        }
    }

    /** A host takes it for itself. */
    record Delivered(String host) implements Fate {
        @Override
        public boolean accepted() {
            return true;
        }
    }

    /**
     * A host sends it out.
     *
     * @param iface by which interface
     * @param gateway the next hop; null for the destination itself
     */
    record Sent(String host, String iface, @Nullable Ipv4Address gateway) implements Fate {
        @Override
        public boolean accepted() {
            return true;
        }
    }

    /** A rule or policy drops it. */
    record Dropped(String host) implements Fate {}

    /** A rule rejects it. */
    record Rejected(String host, RejectWith with) implements Fate {}

    /** It is lost for another reason than a rule. */
    record Lost(String host, DropReason reason) implements Fate {}

    /** Where it goes can't be proven: {@code why} says by what it goes. */
    record Unproven(String host, String why) implements Fate {}
}
