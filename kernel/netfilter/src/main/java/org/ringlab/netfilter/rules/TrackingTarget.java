package org.ringlab.netfilter.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.UdpDatagram;

/** A target of the raw table: says how a packet is tracked, before it is; the packet goes on to the next rule. */
public sealed interface TrackingTarget extends Target {
    @Override
    default boolean accepted(TableName table, int ruleProtocol, Set<Hook> hooks) {
        return table == TableName.RAW;
    }

    /** {@code -j NOTRACK}: not at all. */
    record NoTrack() implements TrackingTarget {
        @Override
        public String name() {
            return "CT";
        }

        @Override
        public String text() {
            return "-j NOTRACK";
        }

        @Override
        public String listing(boolean numeric) {
            return "NOTRACK";
        }
    }

    /**
     * {@code -j CT}.
     *
     * @param notrack not at all
     * @param helper name of who reads the connection's data; empty for nobody in particular
     * @param timeout name of the timeouts it has; empty for the usual ones. They are made by {@code nfct}, which no host
     *     has, so that the kernel knows none of them.
     * @param zone which connections it can be one of
     * @param events what of the connection is told to programs, in the order printed; empty for everything
     * @param expectEvents the same for what it announces
     */
    record Ct(boolean notrack, String helper, String timeout, Zone zone, List<String> events, List<String> expectEvents)
            implements TrackingTarget {
        private static final Map<String, Integer> HELPERS =
                Map.of("ftp", TcpSegment.PROTOCOL, "tftp", UdpDatagram.PROTOCOL);

        /** Keeps its own copies. */
        public Ct {
            events = List.copyOf(events);
            expectEvents = List.copyOf(expectEvents);
        }

        @Override
        public String name() {
            return "CT";
        }

        @Override
        public boolean needsConntrack() {
            return !notrack;
        }

        /** Whether the kernel knows the helper, where one is named, as one of the rule's protocol. */
        public boolean helperIsFor(int ruleProtocol) {
            return notrack || helper.isEmpty() || HELPERS.getOrDefault(helper, -1) == ruleProtocol;
        }

        private String words(String before) {
            List<String> words = new ArrayList<>();
            if (notrack) {
                words.add(before + "notrack");
            }
            if (!helper.isEmpty()) {
                words.add(before + "helper " + helper);
            }
            if (!timeout.isEmpty()) {
                words.add(before + "timeout " + timeout);
            }
            if (!events.isEmpty()) {
                words.add(before + "ctevents " + String.join(",", events));
            }
            if (!expectEvents.isEmpty()) {
                words.add(before + "expevents " + String.join(",", expectEvents));
            }
            if (zone.original() != 0 || zone.reply() != 0) {
                words.add(before + zone);
            }
            return String.join(" ", words);
        }

        @Override
        public String text() {
            return ("-j CT " + words("--")).strip();
        }

        @Override
        public String listing(boolean numeric) {
            return ("CT " + words("")).strip();
        }
    }

    /**
     * {@code --zone}: connections of different zones have nothing in common.
     *
     * @param original the zone of the original direction, 0 to 65535, or {@link #MARK}; 0 is where everything is
     * @param reply the zone of answers
     */
    record Zone(int original, int reply) {
        /** The zone is the lower half of the packet's mark when it is tracked. */
        public static final int MARK = -1;

        /** No zone. */
        public static final Zone NONE = new Zone(0, 0);

        @Override
        public String toString() {
            return original == reply
                    ? "zone " + word(original)
                    : original != 0 ? "zone-orig " + word(original) : "zone-reply " + word(reply);
        }

        private static String word(int zone) {
            return zone == MARK ? "mark" : String.valueOf(zone);
        }
    }
}
