package org.ringlab.netfilter.rules;

import java.util.Optional;
import java.util.Set;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.SocketOwner;

/**
 * {@code -m recent} (net/netfilter/xt_recent.c): addresses seen before.
 *
 * @param operation what is done
 * @param inverted {@code !}
 * @param list {@code --name}
 * @param mask {@code --mask}; the first rule of a list decides for all
 * @param bySource {@code --rsource}, or {@code --rdest}
 * @param seconds {@code --seconds}, unsigned 32 bits; 0 for none
 * @param hits {@code --hitcount}; 0 for none
 * @param reap {@code --reap}
 * @param sameTtl {@code --rttl}
 */
public record RecentMatch(
        Operation operation,
        boolean inverted,
        String list,
        Ipv4Address mask,
        boolean bySource,
        long seconds,
        long hits,
        boolean reap,
        boolean sameTtl)
        implements Match {
    /** The list where none is named. */
    public static final String DEFAULT_LIST = "DEFAULT";

    private static final long MOST_HITS = 65_535;

    /** What is done. */
    public enum Operation {
        /** Notes the address; passes always. */
        SET("set", "SET"),
        /** Passes where the address is known. */
        CHECK("rcheck", "CHECK"),
        /** Passes where the address is known, and notes it again. */
        UPDATE("update", "UPDATE"),
        /** Forgets the address; passes where it was known. */
        REMOVE("remove", "REMOVE");

        private final String option;
        private final String listed;

        Operation(String option, String listed) {
            this.option = option;
            this.listed = listed;
        }
    }

    @Override
    public boolean matches(PacketContext packet) {
        RecentList recent = packet.memories().recent(list).orElse(null);
        if (recent == null) {
            return false;
        }
        Ipv4Address address =
                bySource ? packet.packet().source() : packet.packet().destination();
        // As it was before this host forwarded the packet.
        int ttl =
                packet.packet().ttl() + (packet.outInterface().isEmpty() || packet.owner() != SocketOwner.NONE ? 0 : 1);
        Optional<RecentList.Entry> entry = recent.find(address, sameTtl ? ttl : 0);
        boolean found = entry.isPresent();
        switch (operation) {
            case SET -> {
                recent.note(address, packet.nanos(), ttl);
                return !inverted;
            }
            case REMOVE -> {
                if (found) {
                    recent.remove(address);
                }
            }
            case CHECK, UPDATE -> {
                long since = Jiffies.at(packet.nanos()) - seconds * Jiffies.HZ;
                found = entry.filter(e -> seenOftenEnough(e, since)).isPresent();
                if (reap && entry.isPresent()) {
                    recent.reap(since);
                }
                if (operation == Operation.UPDATE && entry.isPresent() && found != inverted) {
                    recent.note(address, packet.nanos(), ttl);
                }
            }
        }
        return found != inverted;
    }

    private boolean seenOftenEnough(RecentList.Entry entry, long since) {
        int seen = seconds == 0 ? entry.count() : entry.hitsSince(since);
        return seen >= Math.max(1, hits);
    }

    @Override
    public boolean accepted(int ruleProtocol, Set<Hook> hooks) {
        boolean counting = operation == Operation.CHECK || operation == Operation.UPDATE;
        return ProcName.possible(list) && hits <= MOST_HITS && (counting || hits == 0 && seconds == 0);
    }

    @Override
    public String text() {
        return "-m recent " + Texts.not(inverted) + "--" + operation.option
                + (seconds == 0 ? "" : " --seconds " + seconds)
                + (reap ? " --reap" : "")
                + (hits == 0 ? "" : " --hitcount " + hits)
                + (sameTtl ? " --rttl" : "")
                + " --name " + list
                + " --mask " + mask
                + (bySource ? " --rsource" : " --rdest");
    }

    @Override
    public String listing(boolean numeric) {
        return Texts.not(inverted) + "recent: " + operation.listed
                + (seconds == 0 ? "" : " seconds: " + seconds)
                + (reap ? " reap" : "")
                + (hits == 0 ? "" : " hit_count: " + hits)
                + (sameTtl ? " TTL-Match" : "")
                + " name: " + list
                + " side: " + (bySource ? "source" : "dest")
                + " mask: " + mask;
    }
}
