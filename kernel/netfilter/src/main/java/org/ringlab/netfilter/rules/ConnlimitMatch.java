package org.ringlab.netfilter.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;

/**
 * {@code -m connlimit} (net/netfilter/xt_connlimit.c, nf_conncount.c): how many connections an address, or a network of
 * that size, has. It counts those whose packets came to the rule since the table was last changed.
 */
public final class ConnlimitMatch implements Match {
    private final long limit;
    private final boolean above;
    private final int maskLength;
    private final boolean bySource;
    private final Map<Ipv4Address, List<ConnectionView>> known = new HashMap<>();

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
        Ipv4Address address =
                bySource ? packet.packet().source() : packet.packet().destination();
        Ipv4Address network = new Ipv4Prefix(address, maskLength).network().address();
        List<ConnectionView> counted = known.computeIfAbsent(network, n -> new ArrayList<>());
        Optional<ConnectionView> own = packet.connection();
        counted.removeIf(c -> !c.isOpen() && own.filter(c::isSame).isEmpty());
        if (own.isPresent() && counted.stream().noneMatch(own.get()::isSame)) {
            counted.add(own.get());
        }
        return own.isPresent() ? counted.size() : counted.size() + 1;
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
