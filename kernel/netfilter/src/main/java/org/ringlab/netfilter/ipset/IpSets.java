package org.ringlab.netfilter.ipset;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.UdpDatagram;

/** The sets of one network namespace, by name, and what rules ask of them. */
public final class IpSets {
    private final Map<String, IpSet> sets = new LinkedHashMap<>();
    private Map<String, Integer> rules = Map.of();

    /** Whether there is a set of that name. */
    public boolean exists(String name) {
        return sets.containsKey(name);
    }

    /** Notes how many rules name each set: these can't be destroyed. */
    public void setRules(Map<String, Integer> counts) {
        rules = Map.copyOf(counts);
    }

    /**
     * Whether a packet is in a set.
     *
     * @param sources for each thing that the set's kind looks at whether the packet's source or destination counts
     * @param nanos the time, since boot
     */
    public boolean contains(String name, List<Boolean> sources, Packet packet, long nanos) {
        return contains(name, sources, packet, nanos, new HashSet<>());
    }

    private boolean contains(String name, List<Boolean> sources, Packet packet, long nanos, Set<String> asked) {
        IpSet set = sets.get(name);
        if (set == null || !asked.add(name)) {
            return false;
        }
        if (set.type() == SetType.LIST_SET) {
            return set.elements(nanos).stream()
                    .anyMatch(member -> contains(member.member(), sources, packet, nanos, asked));
        }
        return element(set, sources, packet)
                .filter(element -> set.contains(element, nanos, packet.length()))
                .isPresent();
    }

    /** Adds what a packet shows ({@code -j SET --add-set}). */
    public void add(String name, List<Boolean> sources, Packet packet, long nanos) {
        IpSet set = sets.get(name);
        if (set == null || set.type() == SetType.LIST_SET) {
            return;
        }
        Optional<Element> element = element(set, sources, packet);
        if (element.isPresent() && !set.isFull(nanos) && !set.holds(element.get(), nanos)) {
            OptionalLong expires = expires(set.options().timeout(), nanos);
            set.put(element.get(), new IpSet.Entry(false, expires, ""));
        }
    }

    /** Removes what a packet shows ({@code -j SET --del-set}). */
    public void remove(String name, List<Boolean> sources, Packet packet) {
        IpSet set = sets.get(name);
        if (set != null) {
            element(set, sources, packet).ifPresent(set::remove);
        }
    }

    /** When an element ends that stays so many seconds; never for 0. */
    static OptionalLong expires(OptionalLong seconds, long nanos) {
        return seconds.isEmpty() || seconds.getAsLong() == 0
                ? OptionalLong.empty()
                : OptionalLong.of(nanos + seconds.getAsLong() * SimClock.SECOND);
    }

    /**
     * What a set holds now, for who asks about all packets at once.
     *
     * @param type its kind
     * @param netmask how much of an address counts in a {@code hash:ip}
     * @param lasting whether nothing of it ends by itself
     * @param included what it holds, the longest network first
     * @param excluded of these, what was added with {@code nomatch}
     */
    public record Content(SetType type, int netmask, boolean lasting, List<Element> included, Set<Element> excluded) {
        /** Copies what it is given. */
        public Content {
            included = List.copyOf(included);
            excluded = Set.copyOf(excluded);
        }
    }

    /** What the set of that name holds; empty where there is none. */
    public Optional<Content> content(String name, long nanos) {
        return set(name).map(set -> set.content(nanos));
    }

    private static Optional<Element> element(IpSet set, List<Boolean> sources, Packet packet) {
        SetType type = set.type();
        if (sources.size() < type.dimensions()) {
            return Optional.empty();
        }
        Ipv4Address address = sources.getFirst() ? packet.source() : packet.destination();
        Ipv4Prefix network = set.masked(new Ipv4Prefix(address, 32));
        return switch (type) {
            case HASH_IP, HASH_NET, BITMAP_IP -> Optional.of(Element.of(network));
            case HASH_IP_PORT, HASH_NET_PORT ->
                port(packet, sources.get(1))
                        .map(port -> new Element(network, packet.payload().protocol(), port, ""));
            case BITMAP_PORT -> port(packet, sources.getFirst()).map(port -> new Element(Ipv4Prefix.ALL, 0, port, ""));
            case LIST_SET -> Optional.empty();
        };
    }

    private static Optional<Integer> port(Packet packet, boolean source) {
        if (packet.payload() instanceof TcpSegment tcp) {
            return Optional.of(source ? tcp.sourcePort() : tcp.destinationPort());
        }
        return packet.payload() instanceof UdpDatagram udp
                ? Optional.of(source ? udp.sourcePort() : udp.destinationPort())
                : Optional.empty();
    }

    /** The names as they are listed: oldest first, and lists of sets behind all others. */
    List<String> names() {
        List<String> names = new ArrayList<>(sets.keySet());
        names.sort(Comparator.comparing(this::isList));
        return names;
    }

    private boolean isList(String name) {
        return set(name).filter(set -> set.type() == SetType.LIST_SET).isPresent();
    }

    Optional<IpSet> set(String name) {
        return Optional.ofNullable(sets.get(name));
    }

    void put(String name, IpSet set) {
        sets.put(name, set);
    }

    void remove(String name) {
        sets.remove(name);
    }

    /** Gives a set another name, in the same place. */
    void rename(String from, String to) {
        Map<String, IpSet> renamed = new LinkedHashMap<>();
        sets.forEach((name, set) -> renamed.put(name.equals(from) ? to : name, set));
        sets.clear();
        sets.putAll(renamed);
    }

    /** Whether some rule names it. */
    boolean isInRules(String name) {
        return rules.getOrDefault(name, 0) > 0;
    }

    /** How often a set is named by rules and lists. */
    int references(String name) {
        List<Element> members = new ArrayList<>();
        for (IpSet set : sets.values()) {
            if (set.type() == SetType.LIST_SET) {
                members.addAll(set.elements(0));
            }
        }
        long lists = members.stream().filter(m -> m.member().equals(name)).count();
        return rules.getOrDefault(name, 0) + (int) lists;
    }
}
