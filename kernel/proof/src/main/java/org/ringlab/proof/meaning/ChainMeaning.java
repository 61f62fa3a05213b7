package org.ringlab.proof.meaning;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.rules.AlteringTarget;
import org.ringlab.netfilter.rules.Chain;
import org.ringlab.netfilter.rules.ChainTraversal;
import org.ringlab.netfilter.rules.ClassifyTarget;
import org.ringlab.netfilter.rules.ConnectionState;
import org.ringlab.netfilter.rules.ConnmarkTarget;
import org.ringlab.netfilter.rules.DscpTarget;
import org.ringlab.netfilter.rules.EcnTarget;
import org.ringlab.netfilter.rules.Hook;
import org.ringlab.netfilter.rules.InterfaceMatch;
import org.ringlab.netfilter.rules.MarkTarget;
import org.ringlab.netfilter.rules.Match;
import org.ringlab.netfilter.rules.NatTarget;
import org.ringlab.netfilter.rules.QuietTarget;
import org.ringlab.netfilter.rules.RejectWith;
import org.ringlab.netfilter.rules.Rule;
import org.ringlab.netfilter.rules.SetTarget;
import org.ringlab.netfilter.rules.Table;
import org.ringlab.netfilter.rules.Target;
import org.ringlab.netfilter.rules.TcpMssTarget;
import org.ringlab.netfilter.rules.TosTarget;
import org.ringlab.netfilter.rules.TraceTarget;
import org.ringlab.netfilter.rules.TrackingTarget;
import org.ringlab.netfilter.rules.TtlTarget;
import org.ringlab.netfilter.rules.Verdict;
import org.ringlab.proof.bdd.Bdd;
import org.ringlab.proof.bdd.Words;

/** What the chains of one table make of packets: {@link ChainTraversal}, for all packets at once. */
final class ChainMeaning {
    /** The packets that come to a rule of the nat table. */
    record Translation(NatTarget target, int where) {}

    private final Table table;
    private final SymbolicPacket packet;
    private final Surroundings host;
    private final Bdd bdd;
    private final Words words;
    private int accepted = Bdd.FALSE;
    private int dropped = Bdd.FALSE;
    private final Map<RejectWith, Integer> rejected = new EnumMap<>(RejectWith.class);
    private final List<Translation> translations = new ArrayList<>();

    private ChainMeaning(Table table, SymbolicPacket packet, Surroundings host) {
        this.table = table;
        this.packet = packet;
        this.host = host;
        bdd = packet.space().bdd();
        words = packet.space().words();
    }

    /** Asks the chain at a hook about the packets of {@code where}; {@code packet} is changed as its rules say. */
    static ChainMeaning run(Table table, Hook hook, SymbolicPacket packet, int where, Surroundings host) {
        ChainMeaning meaning = new ChainMeaning(table, packet, host);
        Chain base = table.chain(hook.name()).orElse(null);
        if (base == null) {
            meaning.accepted = where;
            return meaning;
        }
        int undecided = meaning.walk(base, where);
        if (Verdict.DROP.equals(base.policy())) {
            meaning.dropped = meaning.bdd.or(meaning.dropped, undecided);
        } else {
            meaning.accepted = meaning.bdd.or(meaning.accepted, undecided);
        }
        return meaning;
    }

    /** The packets that go on. */
    int accepted() {
        return accepted;
    }

    /** The packets that vanish. */
    int dropped() {
        return dropped;
    }

    /** The packets whose senders are told, by how. */
    Map<RejectWith, Integer> rejected() {
        return rejected;
    }

    /** The packets that rules of the nat table translate; they are not among those accepted. */
    List<Translation> translations() {
        return translations;
    }

    /** Takes packets through a chain; those that come out of it undecided. */
    private int walk(Chain chain, int where) {
        int here = where;
        int back = Bdd.FALSE;
        for (Rule rule : chain.rules()) {
            if (here == Bdd.FALSE) {
                break;
            }
            if (onlyNotes(rule.target())) {
                continue;
            }
            int met = bdd.and(MatchMeaning.of(rule.matches(), packet, host), here);
            if (met == Bdd.FALSE) {
                continue;
            }
            switch (rule.target()) {
                case Target.Accept accept -> {
                    accepted = bdd.or(accepted, met);
                    here = bdd.minus(here, met);
                }
                case Target.Drop drop -> {
                    dropped = bdd.or(dropped, met);
                    here = bdd.minus(here, met);
                }
                case Target.Reject reject -> {
                    rejected.merge(reject.with(), met, bdd::or);
                    here = bdd.minus(here, met);
                }
                case NatTarget nat -> {
                    translations.add(new Translation(nat, met));
                    here = bdd.minus(here, met);
                }
                case Target.Return ret -> {
                    back = bdd.or(back, met);
                    here = bdd.minus(here, met);
                }
                case Target.Jump jump -> here = bdd.or(bdd.minus(here, met), walk(called(jump.chain()), met));
                case Target.Goto go -> {
                    here = bdd.minus(here, met);
                    back = bdd.or(back, walk(called(go.chain()), met));
                }
                case Target.None none -> {}
                case Target.Log log -> {}
                case TraceTarget trace -> {}
                case QuietTarget quiet -> {}
                case SetTarget set -> {}
                case TrackingTarget tracking -> track(tracking, met);
                case AlteringTarget altering -> alter(altering, met);
            }
        }
        return bdd.or(here, back);
    }

    /** Whether packets go on from it as they came: such a rule's conditions don't matter. */
    private static boolean onlyNotes(Target target) {
        return switch (target) {
            case Target.None none -> true;
            case Target.Log log -> true;
            case TraceTarget trace -> true;
            case QuietTarget quiet -> true;
            // A set that rules change is not decided anyway.
            case SetTarget set -> true;
            case Target.Accept accept -> false;
            case Target.Drop drop -> false;
            case Target.Reject reject -> false;
            case Target.Return ret -> false;
            case Target.Jump jump -> false;
            case Target.Goto go -> false;
            case NatTarget nat -> false;
            case TrackingTarget tracking -> false;
            case AlteringTarget altering -> false;
        };
    }

    private Chain called(String name) {
        return table.chain(name).orElseThrow(() -> new IllegalStateException("rule leads to no chain: " + name));
    }

    private void track(TrackingTarget target, int where) {
        boolean exempt = switch (target) {
            case TrackingTarget.NoTrack none -> true;
            case TrackingTarget.Ct ct -> ct.notrack();
        };
        if (exempt) {
            put(where, Field.STATE, PacketSpace.stateNumber(ConnectionState.UNTRACKED));
        }
    }

    private void put(int where, Field field, long value) {
        packet.setWhere(where, field, Words.constant(field.width(), value));
    }

    private void alter(AlteringTarget target, int where) {
        switch (target) {
            case MarkTarget t -> packet.setWhere(where, Field.MARK, xset(packet.get(Field.MARK), t.value(), t.mask()));
            case ConnmarkTarget t -> connectionMark(t, where);
            case TosTarget t -> packet.setWhere(where, Field.TOS, xset(packet.get(Field.TOS), t.value(), t.mask()));
            case DscpTarget t -> packet.setWhere(where, Field.TOS, xset(packet.get(Field.TOS), t.value() << 2, 0xFC));
            case TtlTarget t -> packet.setWhere(where, Field.TTL, ttl(t));
            case EcnTarget t -> {
                int tcp = bdd.and(where, packet.is(Field.PROTOCOL, TcpSegment.PROTOCOL));
                int kept = ~(TcpSegment.ECE | TcpSegment.CWR);
                packet.setWhere(tcp, Field.FLAGS, Words.and(packet.get(Field.FLAGS), kept));
            }
            case TcpMssTarget t -> segment(t, where);
            case ClassifyTarget t -> {}
        }
    }

    /** {@code (word & ~mask) ^ value}. */
    private int[] xset(int[] word, int value, int mask) {
        return words.xor(Words.and(word, ~mask), Words.constant(word.length, value));
    }

    private void connectionMark(ConnmarkTarget t, int where) {
        int known = bdd.and(
                where,
                bdd.not(bdd.or(
                        packet.is(Field.STATE, PacketSpace.stateNumber(ConnectionState.INVALID)),
                        packet.is(Field.STATE, PacketSpace.stateNumber(ConnectionState.UNTRACKED)))));
        int[] mark = packet.get(Field.MARK);
        int[] connection = packet.get(Field.CONNECTION_MARK);
        switch (t.operation()) {
            case SET -> packet.setWhere(known, Field.CONNECTION_MARK, xset(connection, t.value(), t.connectionMask()));
            case SAVE ->
                packet.setWhere(
                        known,
                        Field.CONNECTION_MARK,
                        words.xor(Words.and(connection, ~t.connectionMask()), Words.and(mark, t.packetMask())));
            case RESTORE ->
                packet.setWhere(
                        known,
                        Field.MARK,
                        words.xor(Words.and(mark, ~t.packetMask()), Words.and(connection, t.connectionMask())));
        }
    }

    private int[] ttl(TtlTarget t) {
        int[] ttl = packet.get(Field.TTL);
        int width = Field.TTL.width();
        return switch (t.operation()) {
            case SET -> Words.constant(width, t.value());
            case INCREMENT ->
                words.ite(
                        words.atLeast(ttl, 255L - t.value()),
                        Words.constant(width, 255),
                        words.plus(ttl, Words.constant(width, t.value())));
            case DECREMENT ->
                words.ite(
                        words.atMost(ttl, t.value()),
                        Words.constant(width, 0),
                        words.plus(ttl, Words.constant(width, 256L - t.value())));
        };
    }

    /** Lowered exactly where there is an option; what a segment without one gets depends on its room. */
    private void segment(TcpMssTarget t, int where) {
        int[] mss = packet.get(Field.MSS);
        int width = Field.MSS.width();
        int without = words.equal(mss, 0);
        int[] added = packet.space().unknownNumber(t.text() + " without the option", width, 0, 536);
        if (t.fixed().isEmpty()) {
            int[] path = packet.space().unknownNumber(t.text(), width, 1, 65_535);
            packet.setWhere(where, Field.MSS, words.ite(without, added, path));
            return;
        }
        int lowered = words.atLeast(mss, t.fixed().getAsInt() + 1L);
        packet.setWhere(
                bdd.and(where, lowered),
                Field.MSS,
                Words.constant(width, t.fixed().getAsInt()));
        packet.setWhere(bdd.and(where, without), Field.MSS, added);
    }

    /** The sets that rules of these tables change. */
    static boolean changesSet(Iterable<Table> tables, String name) {
        for (Table table : tables) {
            for (Chain chain : table.chains()) {
                for (Rule rule : chain.rules()) {
                    if (rule.target() instanceof SetTarget set && set.set().equals(name)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Names of interfaces in rules; for a pattern a name that fits it. */
    static Set<String> interfaces(Iterable<Table> tables) {
        Set<String> names = new TreeSet<>();
        for (Table table : tables) {
            for (Chain chain : table.chains()) {
                for (Rule rule : chain.rules()) {
                    for (Match match : rule.matches()) {
                        if (match instanceof InterfaceMatch m && !m.name().isEmpty()) {
                            names.add(m.wildcard() ? m.name() + "0" : m.name());
                        }
                    }
                }
            }
        }
        return names;
    }
}
