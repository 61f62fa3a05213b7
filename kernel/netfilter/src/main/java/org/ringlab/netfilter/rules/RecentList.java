package org.ringlab.netfilter.rules;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringlab.netfilter.packet.Ipv4Address;

/**
 * The addresses that {@code -m recent} remembers under one name (net/netfilter/xt_recent.c), the longest unseen first:
 * {@code /proc/net/xt_recent/NAME}.
 */
public final class RecentList {
    private static final int MOST_ADDRESSES = 100;
    private static final int FEWEST_STAMPS = 32;

    private final Ipv4Address mask;
    private final Map<Ipv4Address, Entry> entries = new LinkedHashMap<>();
    private int mostStamps;

    /** An address and the times it was seen, in ticks; the newest is at {@code index - 1}. */
    static final class Entry {
        private final List<Long> stamps = new ArrayList<>();
        private int index;
        private int ttl;

        private Entry(int ttl) {
            this.ttl = ttl;
        }

        private void stamp(long tick, int most) {
            index &= most - 1;
            if (index < stamps.size()) {
                stamps.set(index, tick);
            } else {
                stamps.add(tick);
            }
            index++;
        }

        private long newest() {
            return stamps.get(index - 1);
        }

        /** How often it was seen since a tick, the tick included. */
        int hitsSince(long tick) {
            return (int) stamps.stream().filter(stamp -> stamp >= tick).count();
        }

        int count() {
            return stamps.size();
        }
    }

    RecentList(Ipv4Address mask) {
        this.mask = mask;
        mostStamps = FEWEST_STAMPS;
    }

    /** Makes room for so many times of each address; more room than before empties the list. */
    void makeRoom(int hits) {
        int needed = hits <= FEWEST_STAMPS ? FEWEST_STAMPS : Integer.highestOneBit(hits - 1) << 1;
        if (needed > mostStamps) {
            mostStamps = needed;
            entries.clear();
        }
    }

    /** The entry of an address; with a time to live other than 0 only where both agree on it. */
    Optional<Entry> find(Ipv4Address address, int ttl) {
        return Optional.ofNullable(entries.get(masked(address))).filter(e -> ttl == 0 || e.ttl == 0 || e.ttl == ttl);
    }

    private Ipv4Address masked(Ipv4Address address) {
        return new Ipv4Address(address.bits() & mask.bits());
    }

    /** Notes that an address is seen now; where the list is full, the longest unseen makes room. */
    void note(Ipv4Address address, long nanos, int ttl) {
        Ipv4Address key = masked(address);
        Entry entry = entries.remove(key);
        if (entry == null) {
            if (entries.size() >= MOST_ADDRESSES) {
                entries.remove(entries.keySet().iterator().next());
            }
            entry = new Entry(ttl);
        }
        entry.stamp(Jiffies.at(nanos), mostStamps);
        entry.ttl = ttl;
        entries.put(key, entry);
    }

    /** Forgets an address. */
    void remove(Ipv4Address address) {
        entries.remove(masked(address));
    }

    /** Forgets the longest unseen address, where it was not seen since a tick. */
    void reap(long tick) {
        Iterator<Entry> oldest = entries.values().iterator();
        if (oldest.hasNext() && oldest.next().newest() < tick) {
            oldest.remove();
        }
    }

    /** The list as its file shows it, one address a line. */
    public String text() {
        StringBuilder s = new StringBuilder();
        entries.forEach((address, entry) -> {
            s.append("src=").append(address).append(" ttl: ").append(entry.ttl);
            s.append(" last_seen: ").append(Jiffies.counter(entry.newest()));
            s.append(" oldest_pkt: ").append(entry.index);
            for (int i = 0; i < entry.stamps.size(); i++) {
                s.append(i == 0 ? " " : ", ").append(Jiffies.counter(entry.stamps.get(i)));
            }
            s.append('\n');
        });
        return s.toString();
    }

    /**
     * Takes what is written to its file: {@code /} forgets all addresses, {@code +ADDRESS} notes one, {@code -ADDRESS}
     * forgets one.
     *
     * @param nanos the time, since boot
     * @return whether it was one of these
     */
    public boolean write(String text, long nanos) {
        String word = text.strip();
        if (word.equals("/")) {
            entries.clear();
            return true;
        }
        Optional<Ipv4Address> address = word.isEmpty() ? Optional.empty() : Ipv4Address.parse(word.substring(1));
        if (address.isEmpty() || word.charAt(0) != '+' && word.charAt(0) != '-') {
            return false;
        }
        if (word.charAt(0) == '-') {
            remove(address.get());
        } else {
            int ttl = find(address.get(), 0).map(e -> e.ttl).orElse(0);
            note(address.get(), nanos, ttl);
        }
        return true;
    }
}
