package org.ringlab.netfilter.ipset;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.packet.Ipv4Prefix;

/** One set: its kind, its options, and what it holds in the order it came. */
public final class IpSet {
    private final SetType type;
    private final SetOptions options;
    private final Map<Element, Entry> entries = new LinkedHashMap<>();

    /** An element with what is known of it. */
    static final class Entry {
        private final boolean excluded;
        private final OptionalLong expiresNanos;
        private final String comment;
        private long packets;
        private long bytes;

        Entry(boolean excluded, OptionalLong expiresNanos, String comment) {
            this.excluded = excluded;
            this.expiresNanos = expiresNanos;
            this.comment = comment;
        }
    }

    IpSet(SetType type, SetOptions options) {
        this.type = type;
        this.options = options;
    }

    SetType type() {
        return type;
    }

    SetOptions options() {
        return options;
    }

    /** What it holds now; elements whose time is up are gone. */
    List<Element> elements(long nanos) {
        expire(nanos);
        return List.copyOf(entries.keySet());
    }

    private void expire(long nanos) {
        if (options.timeout().isPresent()) {
            entries.values().removeIf(e -> e.expiresNanos.isPresent() && e.expiresNanos.getAsLong() <= nanos);
        }
    }

    boolean holds(Element element, long nanos) {
        expire(nanos);
        return entries.containsKey(element);
    }

    boolean isFull(long nanos) {
        expire(nanos);
        return type.isHash() && entries.size() >= options.maxElements();
    }

    IpSets.Content content(long nanos) {
        List<Element> longestFirst = new ArrayList<>(elements(nanos));
        longestFirst.sort((a, b) -> b.network().length() - a.network().length());
        Set<Element> excluded = new HashSet<>();
        boolean lasting = true;
        for (Map.Entry<Element, Entry> entry : entries.entrySet()) {
            lasting &= entry.getValue().expiresNanos.isEmpty();
            if (entry.getValue().excluded) {
                excluded.add(entry.getKey());
            }
        }
        int netmask = type == SetType.HASH_IP ? options.netmask() : 32;
        return new IpSets.Content(type, netmask, lasting, longestFirst, excluded);
    }

    /** Adds an element, or replaces what is known of it. */
    void put(Element element, Entry entry) {
        entries.put(element, entry);
    }

    void remove(Element element) {
        entries.remove(element);
    }

    void clear() {
        entries.clear();
    }

    /** Whether an address and port are in it, by the longest network that holds them; counts the packet that asks. */
    boolean contains(Element asked, long nanos, int length) {
        Element best = null;
        for (Element element : elements(nanos)) {
            boolean fits = element.protocol() == asked.protocol()
                    && element.port() == asked.port()
                    && element.network().contains(asked.network().address());
            if (fits
                    && (best == null
                            || element.network().length() > best.network().length())) {
                best = element;
            }
        }
        Optional<Entry> entry = Optional.ofNullable(best).map(entries::get);
        entry.ifPresent(e -> {
            e.packets++;
            e.bytes += length;
        });
        return entry.filter(e -> !e.excluded).isPresent();
    }

    /** An address as this set keeps it. */
    Ipv4Prefix masked(Ipv4Prefix network) {
        int kept = type == SetType.HASH_IP ? options.netmask() : network.length();
        Ipv4Prefix cut = new Ipv4Prefix(network.address(), kept).network();
        return type.holdsNetworks() ? cut : new Ipv4Prefix(cut.address(), 32);
    }

    /** Its members as {@code ipset list} prints them. */
    List<String> members(long nanos) {
        List<String> lines = new ArrayList<>();
        for (Element element : elements(nanos)) {
            Entry entry = entries.get(element);
            if (entry != null) {
                lines.add(element.text(type) + details(entry, nanos));
            }
        }
        if (type == SetType.BITMAP_PORT) {
            lines.sort((a, b) -> Integer.compare(port(a), port(b)));
        }
        return lines;
    }

    private static int port(String line) {
        int blank = line.indexOf(' ');
        return Integer.parseInt(blank < 0 ? line : line.substring(0, blank));
    }

    private String details(Entry entry, long nanos) {
        StringBuilder s = new StringBuilder();
        if (options.timeout().isPresent()) {
            long left = entry.expiresNanos.isEmpty() ? 0 : (entry.expiresNanos.getAsLong() - nanos) / SimClock.SECOND;
            s.append(" timeout ").append(left);
        }
        s.append(entry.excluded ? " nomatch" : "");
        if (options.counters()) {
            s.append(" packets ").append(entry.packets).append(" bytes ").append(entry.bytes);
        }
        s.append(entry.comment.isEmpty() ? "" : " comment \"" + entry.comment + "\"");
        return s.toString();
    }
}
