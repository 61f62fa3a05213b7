package org.ringlab.proof.meaning;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ringlab.netfilter.ipset.Element;
import org.ringlab.netfilter.ipset.IpSets;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.UdpDatagram;
import org.ringlab.netfilter.rules.SetMatch;
import org.ringlab.proof.bdd.Bdd;

/** The packets that are in a set as it is now; sets that rules change or that time empties are not decided. */
final class SetMeaning {
    private final SetMatch match;
    private final SymbolicPacket packet;
    private final PacketSpace space;
    private final Bdd bdd;
    private final IpSets sets;
    private final Set<String> asked = new HashSet<>();

    private SetMeaning(SetMatch match, SymbolicPacket packet, IpSets sets) {
        this.match = match;
        this.packet = packet;
        this.sets = sets;
        space = packet.space();
        bdd = space.bdd();
    }

    static int of(SetMatch match, SymbolicPacket packet, Surroundings host) {
        Optional<IpSets> sets = host.sets();
        if (sets.isEmpty() || host.changesSet(match.set())) {
            return packet.space().unknown(match.text());
        }
        Optional<Integer> in = new SetMeaning(match, packet, sets.get()).of(match.set());
        return in.map(f -> match.inverted() ? packet.space().bdd().not(f) : f)
                .orElseGet(() -> packet.space().unknown(match.text()));
    }

    /** Where the packet is in the set of that name; empty where that can't be said. */
    private Optional<Integer> of(String name) {
        IpSets.Content content = sets.content(name, 0).orElse(null);
        if (content == null || !asked.add(name)) {
            return Optional.of(Bdd.FALSE);
        }
        if (!content.lasting()) {
            return Optional.empty();
        }
        int in = Bdd.FALSE;
        int open = Bdd.TRUE;
        for (Element element : content.included()) {
            int here;
            if (element.member().isEmpty()) {
                here = of(element, content);
            } else {
                Optional<Integer> member = of(element.member());
                if (member.isEmpty()) {
                    return member;
                }
                here = member.get();
            }
            in = content.excluded().contains(element) ? in : bdd.or(in, bdd.and(here, open));
            open = bdd.minus(open, here);
        }
        return Optional.of(in);
    }

    private int of(Element element, IpSets.Content content) {
        List<Boolean> sources = match.sources();
        return switch (content.type()) {
            case HASH_IP, HASH_NET, BITMAP_IP -> address(element, content, sources);
            case HASH_IP_PORT, HASH_NET_PORT ->
                sources.size() < 2
                        ? Bdd.FALSE
                        : bdd.and(
                                address(element, content, sources),
                                bdd.and(
                                        packet.is(Field.PROTOCOL, element.protocol()),
                                        port(element.port(), sources.get(1))));
            case BITMAP_PORT -> port(element.port(), sources.getFirst());
            case LIST_SET -> Bdd.FALSE;
        };
    }

    private int address(Element element, IpSets.Content content, List<Boolean> sources) {
        int[] word = packet.get(sources.getFirst() ? Field.SOURCE : Field.DESTINATION);
        int length = Math.min(content.netmask(), element.network().length());
        long mask = Integer.toUnsignedLong(Ipv4Prefix.mask(length));
        return space.words()
                .equal(word, mask, MatchMeaning.number(element.network().address()));
    }

    private int port(int port, boolean source) {
        int known =
                bdd.or(packet.is(Field.PROTOCOL, TcpSegment.PROTOCOL), packet.is(Field.PROTOCOL, UdpDatagram.PROTOCOL));
        return bdd.and(known, packet.is(source ? Field.SOURCE_PORT : Field.DESTINATION_PORT, port));
    }
}
