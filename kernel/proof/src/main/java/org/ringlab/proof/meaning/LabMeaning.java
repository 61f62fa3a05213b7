package org.ringlab.proof.meaning;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.ringlab.host.Lab;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.SocketOwner;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.rules.ConnectionState;
import org.ringlab.netfilter.rules.ConnmarkTarget;
import org.ringlab.netfilter.rules.Hook;
import org.ringlab.netfilter.rules.RpfilterMatch;
import org.ringlab.netfilter.rules.Rule;
import org.ringlab.netfilter.rules.TrackingTarget;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.proof.bdd.Bdd;
import org.ringlab.proof.bdd.Words;

/** What a lab makes of all packets. */
public final class LabMeaning {
    static final int USUAL_TTL = 64;
    private static final int USUAL_LENGTH = 60;
    private static final int SYN_OPTIONS = 5;
    private static final int USUAL_MSS = 1460;
    private static final List<List<Integer>> ANSWERS =
            List.of(List.of(0, 8), List.of(14, 13), List.of(16, 15), List.of(18, 17));

    /**
     * What kinds of packets there are, in any of the labs that are compared.
     *
     * @param tracks whether connections have states where packets are looked at
     * @param untracked whether rules exempt packets from it
     * @param announced whether a helper may announce connections
     * @param marks whether rules mark connections
     */
    public record Scope(boolean tracks, boolean untracked, boolean announced, boolean marks) {
        /**
         * The scope of labs that are looked at in one view.
         *
         * @param asksForStates whether goals ask for states, be they tracked or not
         */
        public static Scope of(List<Lab> labs, View view, boolean asksForStates) {
            List<NetStack> stacks = new ArrayList<>();
            for (Lab lab : labs) {
                stacks.add(lab.machine(view instanceof View.AtChain chain ? chain.host() : ((View.Path) view).from())
                        .stack());
            }
            return new Scope(
                    asksForStates || stacks.stream().anyMatch(NetStack::tracks),
                    stacks.stream().flatMap(LabMeaning::rules).anyMatch(LabMeaning::exempts),
                    stacks.stream().anyMatch(s -> s.conntrack().helpers().assignsByPort())
                            || stacks.stream().flatMap(LabMeaning::rules).anyMatch(LabMeaning::announces),
                    stacks.stream().flatMap(LabMeaning::rules).anyMatch(LabMeaning::marks));
        }
    }

    private final NetStack stack;
    private final PacketSpace space;
    private final Bdd bdd;
    private final Scope scope;

    private LabMeaning(NetStack stack, PacketSpace space, Scope scope) {
        this.stack = stack;
        this.space = space;
        this.scope = scope;
        bdd = space.bdd();
    }

    /** The names of all interfaces that labs have or their rules speak of. */
    public static Set<String> interfaces(List<Lab> labs) {
        Set<String> names = new TreeSet<>();
        for (Lab lab : labs) {
            for (String host : lab.hostNames()) {
                lab.machine(host).stack().interfaces().forEach(iface -> names.add(iface.name()));
                names.addAll(ChainMeaning.interfaces(
                        lab.machine(host).stack().ruleSet().tables()));
            }
        }
        return names;
    }

    /** What a lab makes of the packets of a view; the view's hosts must be there. */
    public static World of(Lab lab, View view, PacketSpace space, Scope scope) {
        return switch (view) {
            case View.AtChain chain -> {
                LabMeaning meaning = new LabMeaning(lab.machine(chain.host()).stack(), space, scope);
                yield chain.hook() == Hook.OUTPUT ? meaning.sending() : meaning.receiving();
            }
            case View.Path path ->
                PathMeaning.of(
                        lab, path, new LabMeaning(lab.machine(path.from()).stack(), space, scope).first());
        };
    }

    private World receiving() {
        SymbolicPacket start = start();
        start.set(Field.OUT, 0);
        start.set(Field.OWNER, SocketOwner.NONE.ordinal());
        int usable = space.interfaceIs(start.get(Field.IN), this::receives);
        int possible = bdd.and(
                usable, Possible.at(Hook.PREROUTING, start, scope.tracks(), scope.untracked(), scope.announced()));
        possible = bdd.and(possible, canBe(start));
        // What can't be goes along and is left out at the end: sets of packets stay simple on the way.
        return world(start, possible, HostMeaning.received(stack, start, usable));
    }

    private boolean receives(String name) {
        return stack.findInterface(name)
                .filter(iface -> iface.isUp() && !iface.isLoopback())
                .isPresent();
    }

    private World sending() {
        SymbolicPacket start = start();
        start.set(Field.IN, 0);
        start.set(Field.OUT, 1);
        int own = new HostSurroundings(stack).isLocal(space, start.get(Field.SOURCE));
        own = bdd.minus(own, space.words().equal(start.get(Field.SOURCE), 0xFF00_0000L, 0x7F00_0000L));
        int possible =
                bdd.and(own, Possible.at(Hook.OUTPUT, start, scope.tracks(), scope.untracked(), scope.announced()));
        possible = bdd.and(possible, canBe(start));
        return world(start, possible, HostMeaning.sent(stack, start, own));
    }

    private World world(SymbolicPacket start, int possible, HostMeaning meaning) {
        int natural = new HostSurroundings(stack)
                .plausibleSource(start, new RpfilterMatch(false, false, false, false))
                .orElse(Bdd.TRUE);
        return new World(start, possible, meaning.endings(), meaning.standings(), accepted(meaning), natural);
    }

    private SymbolicPacket start() {
        SymbolicPacket start = space.anyPacket();
        start.set(Field.MARK, 0);
        if (!scope.marks()) {
            start.set(Field.CONNECTION_MARK, 0);
        }
        return start;
    }

    private int accepted(HostMeaning meaning) {
        int any = Bdd.FALSE;
        for (Ending ending : meaning.endings()) {
            any = ending.fate().accepted() ? bdd.or(any, ending.where()) : any;
        }
        return any;
    }

    /**
     * An ESTABLISHED packet needs a connection that the rules let begin: an answer the packet that it answers, a later
     * packet of the first direction the first one and an answer to it.
     */
    private int canBe(SymbolicPacket p) {
        int established = p.is(Field.STATE, PacketSpace.stateNumber(ConnectionState.ESTABLISHED));
        if (!stack.tracks()) {
            return Bdd.TRUE;
        }
        int reply = p.is(Field.REPLY, 1);
        int begun = begins(mirror(p));
        SymbolicPacket answer = mirror(p);
        answer.set(Field.STATE, PacketSpace.stateNumber(ConnectionState.ESTABLISHED));
        answer.set(Field.REPLY, 1);
        answer.set(Field.FLAGS, TcpSegment.SYN | TcpSegment.ACK);
        SymbolicPacket first = p.copy();
        usual(first);
        int both = bdd.and(begins(first), begins(answer));
        return bdd.and(bdd.ite(established, bdd.ite(reply, begun, both), Bdd.TRUE), laterPackets(p));
    }

    /** FIN and RST don't begin a connection: one that is NEW comes behind an ACK or a SYN that was let through. */
    private int laterPackets(SymbolicPacket p) {
        int reset = space.words().equal(p.get(Field.FLAGS), TcpSegment.RST, TcpSegment.RST);
        int fin = bdd.minus(space.words().equal(p.get(Field.FLAGS), TcpSegment.FIN, TcpSegment.FIN), reset);
        int later = bdd.and(
                bdd.or(reset, fin),
                bdd.and(
                        p.is(Field.PROTOCOL, TcpSegment.PROTOCOL),
                        p.is(Field.STATE, PacketSpace.stateNumber(ConnectionState.NEW))));
        SymbolicPacket first = p.copy();
        usual(first);
        first.setWhere(fin, Field.FLAGS, Words.constant(Field.FLAGS.width(), TcpSegment.ACK));
        return bdd.ite(later, begins(first), Bdd.TRUE);
    }

    /** Where a packet is let through, be it received or sent by this host. */
    private int begins(SymbolicPacket p) {
        int own = new HostSurroundings(stack).isLocal(space, p.get(Field.SOURCE));
        SymbolicPacket out = p.copy();
        out.set(Field.OWNER, SocketOwner.ROOT.ordinal());
        return bdd.ite(
                own,
                accepted(HostMeaning.sent(stack, out, own)),
                accepted(HostMeaning.received(stack, p, bdd.not(own))));
    }

    /** The packet that this one answers, or an answer to it: it comes in where this one goes out. */
    private SymbolicPacket mirror(SymbolicPacket p) {
        SymbolicPacket m = p.copy();
        swap(m, p);
        int[] in = Words.constant(Field.IN.width(), 0);
        for (Ways.Way way : Ways.of(stack, p, Bdd.TRUE, false)) {
            int number = space.interfaceNumber(way.iface());
            in = space.words().ite(way.where(), Words.constant(Field.IN.width(), number), in);
        }
        m.set(Field.IN, in);
        usual(m);
        return m;
    }

    /** Gives {@code to} the addresses and ports of {@code from} the other way round. */
    static void swap(SymbolicPacket to, SymbolicPacket from) {
        to.set(Field.SOURCE, from.get(Field.DESTINATION));
        to.set(Field.DESTINATION, from.get(Field.SOURCE));
        to.set(Field.SOURCE_PORT, from.get(Field.DESTINATION_PORT));
        to.set(Field.DESTINATION_PORT, from.get(Field.SOURCE_PORT));
        for (List<Integer> pair : ANSWERS) {
            for (int i = 0; i < 2; i++) {
                int type = from.is(Field.TYPE, pair.get(i));
                int[] other = Words.constant(Field.TYPE.width(), pair.get(1 - i));
                to.setWhere(type, Field.TYPE, other);
            }
        }
    }

    /** What a connection's first packet is usually like. */
    private static void usual(SymbolicPacket p) {
        p.set(Field.STATE, PacketSpace.stateNumber(ConnectionState.NEW));
        p.set(Field.REPLY, 0);
        p.set(Field.FLAGS, TcpSegment.SYN);
        p.set(Field.TTL, USUAL_TTL);
        p.set(Field.LENGTH, USUAL_LENGTH);
        p.set(Field.OPTIONS, SYN_OPTIONS);
        p.set(Field.MSS, USUAL_MSS);
        p.set(Field.TOS, 0);
        p.set(Field.OUT, 0);
        p.set(Field.LATER_FRAGMENT, 0);
    }

    /** First packets of connections that a program of this host begins. */
    private SymbolicPacket first() {
        SymbolicPacket p = space.anyPacket();
        usual(p);
        p.set(Field.IN, 0);
        p.set(Field.OUT, 1);
        p.set(Field.MARK, 0);
        p.set(Field.CONNECTION_MARK, 0);
        p.set(Field.KIND, 0);
        p.set(Field.MAC, 0);
        p.set(Field.OWNER, SocketOwner.ROOT.ordinal());
        p.setWhere(p.is(Field.PROTOCOL, IcmpMessage.PROTOCOL), Field.CODE, Words.constant(Field.CODE.width(), 0));
        p.set(Field.SOURCE, HostMeaning.chosenSource(stack, p));
        return p;
    }

    private static boolean exempts(Rule rule) {
        return rule.target() instanceof TrackingTarget.NoTrack
                || rule.target() instanceof TrackingTarget.Ct ct && ct.notrack();
    }

    private static boolean announces(Rule rule) {
        return rule.target() instanceof TrackingTarget.Ct ct && !ct.helper().isEmpty();
    }

    private static boolean marks(Rule rule) {
        return rule.target() instanceof ConnmarkTarget t && t.operation() != ConnmarkTarget.Operation.RESTORE;
    }

    private static Stream<Rule> rules(NetStack stack) {
        return stack.ruleSet().tables().stream()
                .flatMap(table -> table.chains().stream())
                .flatMap(chain -> chain.rules().stream());
    }
}
