package org.ringlab.netfilter.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;

/**
 * {@code -m connlimit} (net/netfilter/xt_connlimit.c, nf_conncount.c): how many connections an address, or a network of
 * that size, has. It counts those whose packets came to the rule since the table was last changed, and packets that belong
 * to none.
 */
public final class ConnlimitMatch implements Match {
    private final long limit;
    private final boolean above;
    private final int maskLength;
    private final boolean bySource;
    private final Map<Key, Counted> known = new HashMap<>();

    private record Key(Ipv4Address network, int zone) {}

    /**
     * One that knows no connection.
     *
     * @param limit unsigned 32 bits
     * @param above whether more than {@code limit} pass, or up to {@code limit}
     * @param maskLength 0 to 32
     * @param bySource whether sources are counted, or destinations
     */
    public ConnlimitMatch(long limit, boolean above, int maskLength, boolean bySource) {
        this.limit = limit;
        this.above = above;
        this.maskLength = maskLength;
        this.bySource = bySource;
    }

    @Override
    public boolean matches(PacketContext packet) {
        return count(packet) > limit == above;
    }

    /** The connections of the packet's address that live, its own included. */
    private int count(PacketContext packet) {
        Optional<CountedTuple> tuple = packet.countedTuple();
        if (tuple.isEmpty()) {
            return 1;
        }
        Ipv4Address address =
                bySource ? packet.packet().source() : packet.packet().destination();
        Ipv4Address network = new Ipv4Prefix(address, maskLength).network().address();
        return known.computeIfAbsent(new Key(network, tuple.get().zone()), key -> new Counted())
                .add(tuple.get(), packet.moment());
    }

    /** What is counted together ({@code struct nf_conncount_list}). */
    private static final class Counted {
        private final List<CountedTuple> tuples = new ArrayList<>();
        private OptionalLong cleared = OptionalLong.empty();

        /** {@code __nf_conncount_add}: how many there are with this one. */
        int add(CountedTuple tuple, OptionalLong moment) {
            // Nobody looks twice in a moment, unless the connection is in the table and so may have been counted.
            boolean looks = tuple.inTable().isPresent() || moment.isEmpty() || !moment.equals(cleared);
            if (looks && clear(tuple)) {
                return tuples.size();
            }
            if (looks) {
                cleared = moment;
            }
            tuples.add(tuple);
            return tuples.size();
        }

        /** Removes what is over, up to the tuple itself; whether that is counted already. */
        private boolean clear(CountedTuple tuple) {
            for (Iterator<CountedTuple> all = tuples.iterator(); all.hasNext(); ) {
                CountedTuple counted = all.next();
                Optional<ConnectionView> connection = counted.inTable();
                if (connection.isPresent() && counted.equals(tuple)) {
                    return true;
                }
                if (connection.filter(ConnectionView::isOpen).isEmpty()) {
                    all.remove();
                }
            }
            return false;
        }
    }

    @Override
    public boolean needsConntrack() {
        return true;
    }

    @Override
    public Match fresh() {
        return new ConnlimitMatch(limit, above, maskLength, bySource);
    }

    @Override
    public String text() {
        return "-m connlimit --connlimit-" + (above ? "above " : "upto ") + limit + " --connlimit-mask " + maskLength
                + (bySource ? " --connlimit-saddr" : " --connlimit-daddr");
    }

    @Override
    public String listing(boolean numeric) {
        return "#conn " + (bySource ? "src/" : "dst/") + maskLength + (above ? " > " : " <= ") + limit;
    }

    /** Equal by what was typed, whatever was counted. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ConnlimitMatch match
                && match.limit == limit
                && match.above == above
                && match.maskLength == maskLength
                && match.bySource == bySource;
    }

    @Override
    public int hashCode() {
        return Objects.hash(limit, above, maskLength, bySource);
    }

    @Override
    public String toString() {
        return text();
    }
}
