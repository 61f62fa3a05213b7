package org.ringlab.proof.meaning;

import java.util.ArrayList;
import java.util.List;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.SocketOwner;
import org.ringlab.netfilter.rules.AddrTypeMatch;
import org.ringlab.netfilter.rules.AddressMatch;
import org.ringlab.netfilter.rules.CommentMatch;
import org.ringlab.netfilter.rules.ConnbytesMatch;
import org.ringlab.netfilter.rules.ConnlimitMatch;
import org.ringlab.netfilter.rules.ConnmarkMatch;
import org.ringlab.netfilter.rules.ConntrackMatch;
import org.ringlab.netfilter.rules.CpuMatch;
import org.ringlab.netfilter.rules.DscpMatch;
import org.ringlab.netfilter.rules.EcnMatch;
import org.ringlab.netfilter.rules.FragmentMatch;
import org.ringlab.netfilter.rules.GroupMatch;
import org.ringlab.netfilter.rules.HashLimitMatch;
import org.ringlab.netfilter.rules.HelperMatch;
import org.ringlab.netfilter.rules.IcmpMatch;
import org.ringlab.netfilter.rules.InterfaceMatch;
import org.ringlab.netfilter.rules.IprangeMatch;
import org.ringlab.netfilter.rules.LengthMatch;
import org.ringlab.netfilter.rules.LimitMatch;
import org.ringlab.netfilter.rules.MacMatch;
import org.ringlab.netfilter.rules.MarkMatch;
import org.ringlab.netfilter.rules.Match;
import org.ringlab.netfilter.rules.MultiportMatch;
import org.ringlab.netfilter.rules.OwnerMatch;
import org.ringlab.netfilter.rules.PhysdevMatch;
import org.ringlab.netfilter.rules.PktTypeMatch;
import org.ringlab.netfilter.rules.PolicyMatch;
import org.ringlab.netfilter.rules.ProtocolMatch;
import org.ringlab.netfilter.rules.QuotaMatch;
import org.ringlab.netfilter.rules.RealmMatch;
import org.ringlab.netfilter.rules.RecentMatch;
import org.ringlab.netfilter.rules.RpfilterMatch;
import org.ringlab.netfilter.rules.SetMatch;
import org.ringlab.netfilter.rules.StateMatch;
import org.ringlab.netfilter.rules.StatisticMatch;
import org.ringlab.netfilter.rules.StringMatch;
import org.ringlab.netfilter.rules.TcpMatch;
import org.ringlab.netfilter.rules.TcpMssMatch;
import org.ringlab.netfilter.rules.TimeMatch;
import org.ringlab.netfilter.rules.TosMatch;
import org.ringlab.netfilter.rules.TtlMatch;
import org.ringlab.netfilter.rules.U32Match;
import org.ringlab.netfilter.rules.UdpMatch;
import org.ringlab.proof.bdd.Bdd;
import org.ringlab.proof.bdd.Words;

/** The packets that meet a condition: {@link Match#matches}, for all packets at once. */
final class MatchMeaning extends PacketTerms {
    private final Surroundings host;

    private MatchMeaning(SymbolicPacket packet, Surroundings host) {
        super(packet);
        this.host = host;
    }

    /** The packets that meet all conditions. */
    static int of(List<Match> matches, SymbolicPacket packet, Surroundings host) {
        int all = Bdd.TRUE;
        for (Match match : matches) {
            Integer known = packet.known().get(match);
            if (known == null) {
                known = new MatchMeaning(packet, host).of(match);
                packet.known().put(match, known);
            }
            all = packet.space().bdd().and(known, all);
        }
        return all;
    }

    private int of(Match match) {
        return switch (match) {
            case AddressMatch m ->
                unless(
                        m.inverted(),
                        words.equal(
                                address(m.source()),
                                Integer.toUnsignedLong(m.mask().bits()),
                                Integer.toUnsignedLong(m.address().bits())));
            case InterfaceMatch m ->
                unless(
                        m.inverted(),
                        space.interfaceIs(
                                get(m.in() ? Field.IN : Field.OUT),
                                name -> m.wildcard() ? name.startsWith(m.name()) : name.equals(m.name())));
            case ProtocolMatch m -> unless(m.inverted(), is(Field.PROTOCOL, m.protocol()));
            case FragmentMatch m -> unless(m.inverted(), laterFragment());
            case TcpMatch m -> new TransportMeaning(packet).tcp(m);
            case UdpMatch m -> new TransportMeaning(packet).udp(m);
            case IcmpMatch m -> new TransportMeaning(packet).icmp(m);
            case StateMatch m -> new ConnectionMeaning(packet).state(m);
            case ConntrackMatch m -> new ConnectionMeaning(packet).conntrack(m);
            case MultiportMatch m -> new TransportMeaning(packet).multiport(m);
            case CommentMatch m -> Bdd.TRUE;
            case MarkMatch m -> unless(m.inverted(), marked(Field.MARK, m.mark(), m.mask()));
            case ConnmarkMatch m -> new ConnectionMeaning(packet).mark(m);
            case MacMatch m ->
                bdd.and(
                        bdd.not(space.interfaceIs(get(Field.IN), name -> name.isEmpty() || name.equals("lo"))),
                        unless(m.inverted(), is(Field.MAC, m.source().bits())));
            case TtlMatch m ->
                switch (m.comparison()) {
                    case EQUAL -> is(Field.TTL, m.ttl());
                    case DIFFERENT -> bdd.not(is(Field.TTL, m.ttl()));
                    case LESS -> m.ttl() == 0 ? Bdd.FALSE : words.atMost(get(Field.TTL), m.ttl() - 1L);
                    case GREATER -> m.ttl() == 255 ? Bdd.FALSE : words.atLeast(get(Field.TTL), m.ttl() + 1L);
                };
            case LengthMatch m -> unless(m.inverted(), words.between(get(Field.LENGTH), m.first(), m.last()));
            case TosMatch m -> unless(m.inverted(), words.equal(Words.and(get(Field.TOS), m.mask()), m.value()));
            case DscpMatch m -> unless(m.inverted(), words.equal(get(Field.TOS), 0xFC, (long) m.value() << 2));
            case EcnMatch m -> new TransportMeaning(packet).ecn(m);
            case PktTypeMatch m -> unless(m.inverted(), is(Field.KIND, m.kind().ordinal()));
            case AddrTypeMatch m -> addressType(m);
            case IprangeMatch m ->
                bdd.and(
                        m.source().map(r -> range(r, true)).orElse(Bdd.TRUE),
                        m.destination().map(r -> range(r, false)).orElse(Bdd.TRUE));
            case TcpMssMatch m -> new TransportMeaning(packet).segmentSize(m);
            case OwnerMatch m -> owner(m);
            case RpfilterMatch m ->
                host.plausibleSource(packet, m)
                        .map(plausible -> unless(m.inverted(), plausible))
                        .orElseGet(() -> space.unknown(m.text()));
            case SetMatch m -> SetMeaning.of(m, packet, host);
            // A lab has one processor, one group of interfaces, no realms and no IPsec.
            case CpuMatch m -> constant((m.cpu() == 0) != m.inverted());
            case RealmMatch m -> constant((m.realm() == 0) != m.inverted());
            case PolicyMatch m -> constant(m.none());
            case GroupMatch m ->
                constant(m.source().map(g -> (g.number() == 0) != g.inverted()).orElse(true)
                        && m.destination()
                                .map(g -> (g.number() == 0) != g.inverted())
                                .orElse(true));
            case PhysdevMatch m -> host.withoutBridges() ? notBridged(m) : space.unknown(m.text());
            // What these say depends on earlier packets, on time, on chance or on what the packet carries.
            case LimitMatch m -> space.unknown(m.text());
            case StatisticMatch m -> space.unknown(m.text());
            case StringMatch m -> space.unknown(m.text());
            case ConnbytesMatch m -> space.unknown(m.text());
            case ConnlimitMatch m -> space.unknown(m.text());
            case QuotaMatch m -> space.unknown(m.text());
            case TimeMatch m -> space.unknown(m.text());
            case RecentMatch m -> space.unknown(m.text());
            case HashLimitMatch m -> space.unknown(m.text());
            case HelperMatch m -> space.unknown(m.text());
            case U32Match m -> space.unknown(m.text());
        };
    }

    private static int constant(boolean value) {
        return value ? Bdd.TRUE : Bdd.FALSE;
    }

    private int[] address(boolean source) {
        return get(source ? Field.SOURCE : Field.DESTINATION);
    }

    private int range(IprangeMatch.Range range, boolean source) {
        return unless(
                range.inverted(),
                words.between(
                        address(source),
                        Integer.toUnsignedLong(range.first().bits()),
                        Integer.toUnsignedLong(range.last().bits())));
    }

    private int addressType(AddrTypeMatch m) {
        Field by = m.limit() == AddrTypeMatch.Limit.IN ? Field.IN : Field.OUT;
        if (m.limit() == AddrTypeMatch.Limit.NONE) {
            return addressType(m, "");
        }
        int any = Bdd.FALSE;
        for (int i = 0; i < space.interfaces().size(); i++) {
            int here = words.equal(get(by), i);
            any = bdd.or(any, bdd.and(here, addressType(m, space.interfaces().get(i))));
        }
        return any;
    }

    private int addressType(AddrTypeMatch m, String iface) {
        return bdd.and(
                m.source().map(k -> addressType(k, true, iface)).orElse(Bdd.TRUE),
                m.destination().map(k -> addressType(k, false, iface)).orElse(Bdd.TRUE));
    }

    private int addressType(AddrTypeMatch.Kinds kinds, boolean source, String iface) {
        int[] address = address(source);
        String question = "-m addrtype " + (source ? "--src-type " : "--dst-type ") + kinds.kinds();
        int meant = host.addressKind(space, address, kinds.kinds(), iface).orElseGet(() -> space.unknown(question));
        return unless(kinds.inverted(), meant);
    }

    private int owner(OwnerMatch m) {
        boolean exists = !m.socketExists().map(OwnerMatch.Exists::inverted).orElse(false);
        boolean noUser = m.user().map(OwnerMatch.Ids::inverted).orElse(true)
                && m.group().map(OwnerMatch.Ids::inverted).orElse(true);
        boolean root = m.user().map(MatchMeaning::isRoot).orElse(true)
                && m.group().map(MatchMeaning::isRoot).orElse(true);
        boolean nobody = m.socketExists().map(OwnerMatch.Exists::inverted).orElse(true) && noUser;
        return bdd.or(
                bdd.and(is(Field.OWNER, SocketOwner.NONE.ordinal()), constant(nobody)),
                bdd.or(
                        bdd.and(is(Field.OWNER, SocketOwner.KERNEL.ordinal()), constant(exists && noUser)),
                        bdd.and(is(Field.OWNER, SocketOwner.ROOT.ordinal()), constant(exists && root))));
    }

    private static boolean isRoot(OwnerMatch.Ids ids) {
        return (ids.first() == 0) != ids.inverted();
    }

    /** What {@link PhysdevMatch} says of packets that pass no bridge. */
    private static int notBridged(PhysdevMatch m) {
        List<Boolean> inversions = new ArrayList<>();
        m.in().ifPresent(p -> inversions.add(p.inverted()));
        m.out().ifPresent(p -> inversions.add(p.inverted()));
        m.isIn().ifPresent(f -> inversions.add(f.inverted()));
        m.isOut().ifPresent(f -> inversions.add(f.inverted()));
        m.isBridged().ifPresent(f -> inversions.add(f.inverted()));
        return constant(inversions.stream().allMatch(inverted -> inverted));
    }

    /** An address as a number. */
    static long number(Ipv4Address address) {
        return Integer.toUnsignedLong(address.bits());
    }
}
