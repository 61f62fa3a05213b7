package org.ringlab.proof.meaning;

import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.UdpDatagram;
import org.ringlab.netfilter.rules.EcnMatch;
import org.ringlab.netfilter.rules.IcmpMatch;
import org.ringlab.netfilter.rules.MultiportMatch;
import org.ringlab.netfilter.rules.PortRange;
import org.ringlab.netfilter.rules.PortTest;
import org.ringlab.netfilter.rules.TcpMatch;
import org.ringlab.netfilter.rules.TcpMssMatch;
import org.ringlab.netfilter.rules.UdpMatch;
import org.ringlab.proof.bdd.Bdd;
import org.ringlab.proof.bdd.Words;

/** The packets that meet a condition about the header behind IP's: TCP, UDP, ICMP. */
final class TransportMeaning extends PacketTerms {
    TransportMeaning(SymbolicPacket packet) {
        super(packet);
    }

    int tcp(TcpMatch m) {
        int flags = m.flags()
                .map(f -> unless(f.inverted(), words.equal(Words.and(get(Field.FLAGS), f.mask()), f.set())))
                .orElse(Bdd.TRUE);
        int option =
                m.option().map(o -> unless(o.inverted(), carries(o.kind()))).orElse(Bdd.TRUE);
        return all(transport(TcpSegment.PROTOCOL), port(m.source(), true), port(m.destination(), false), flags, option);
    }

    /** Which options Linux puts into segments of each length, as {@link TcpMatch} knows it. */
    private int carries(int kind) {
        int none = is(Field.OPTIONS, 0);
        int mss = is(Field.OPTIONS, 1);
        int times = is(Field.OPTIONS, 3);
        int others = bdd.not(bdd.or(none, bdd.or(mss, times)));
        int holds = kind >= 1 && kind <= 4 || kind == 8 ? others : Bdd.FALSE;
        holds = kind == 2 ? bdd.or(holds, mss) : holds;
        return kind == 8 || kind == 1 ? bdd.or(holds, times) : holds;
    }

    int segmentSize(TcpMssMatch m) {
        return bdd.and(
                transport(TcpSegment.PROTOCOL),
                unless(m.inverted(), words.between(get(Field.MSS), Math.max(1, m.first()), m.last())));
    }

    int udp(UdpMatch m) {
        return all(transport(UdpDatagram.PROTOCOL), port(m.source(), true), port(m.destination(), false));
    }

    int icmp(IcmpMatch m) {
        return bdd.and(transport(IcmpMessage.PROTOCOL), unless(m.inverted(), icmpType(m)));
    }

    private int icmpType(IcmpMatch m) {
        return m.type() == IcmpMatch.ANY
                ? Bdd.TRUE
                : bdd.and(is(Field.TYPE, m.type()), words.between(get(Field.CODE), m.firstCode(), m.lastCode()));
    }

    int multiport(MultiportMatch m) {
        int some = Bdd.FALSE;
        for (int protocol : PacketSpace.WITH_PORTS) {
            some = bdd.or(some, is(Field.PROTOCOL, protocol));
        }
        int listed = Bdd.FALSE;
        for (PortRange range : m.ports()) {
            int source = words.between(get(Field.SOURCE_PORT), range.first(), range.last());
            int destination = words.between(get(Field.DESTINATION_PORT), range.first(), range.last());
            listed = bdd.or(
                    listed,
                    switch (m.side()) {
                        case SOURCE -> source;
                        case DESTINATION -> destination;
                        case EITHER -> bdd.or(source, destination);
                    });
        }
        return bdd.and(bdd.minus(some, laterFragment()), unless(m.inverted(), listed));
    }

    int ecn(EcnMatch m) {
        int ip = m.ect().isEmpty()
                ? Bdd.TRUE
                : unless(m.ectInverted(), words.equal(get(Field.TOS), 3, m.ect().getAsInt()));
        if (m.echo().isEmpty() && m.reduced().isEmpty()) {
            return ip;
        }
        return all(
                ip,
                transport(TcpSegment.PROTOCOL),
                m.echo().map(set -> flag(TcpSegment.ECE, set)).orElse(Bdd.TRUE),
                m.reduced().map(set -> flag(TcpSegment.CWR, set)).orElse(Bdd.TRUE));
    }

    private int flag(int bit, boolean set) {
        return words.equal(get(Field.FLAGS), bit, set ? bit : 0);
    }

    private int port(PortTest test, boolean source) {
        int[] port = get(source ? Field.SOURCE_PORT : Field.DESTINATION_PORT);
        return unless(test.inverted(), words.between(port, test.first(), test.last()));
    }
}
