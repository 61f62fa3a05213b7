package org.ringlab.proof.meaning;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.Lab;
import org.ringlab.netfilter.event.PacketEvent.DropReason;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.OtherPayload;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.UdpDatagram;
import org.ringlab.netfilter.rules.ConnectionState;
import org.ringlab.netfilter.rules.Hook;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.proof.bdd.Bdd;
import org.ringlab.proof.bdd.Words;

/**
 * The way of packets from host to host, by cards on segments, pairs of virtual cards, VLANs and bridges ({@link Wires}). Tunnels,
 * Open vSwitch, guests' cards, and bridges whose host shows what passes to iptables are not followed: packets that go there end as
 * {@link Fate.Unproven}.
 */
final class PathMeaning {
    private static final int MOST_HOPS = 32;

    private final Lab lab;
    private final Bdd bdd;

    /** How the packets that begin connections ended at each host they came by. */
    private final Map<String, List<Ending>> begun;

    private final Map<String, List<Ending>> visits = new LinkedHashMap<>();
    private final List<Ending> endings = new ArrayList<>();
    private final List<Standing> standings = new ArrayList<>();
    private final Deque<Flight> flying = new ArrayDeque<>();

    /** Packets that left a host. */
    private record Flight(NetStack from, Ending ending, int hops) {}

    private PathMeaning(Lab lab, Bdd bdd, Map<String, List<Ending>> begun) {
        this.lab = lab;
        this.bdd = bdd;
        this.begun = begun;
    }

    /** What becomes of the first packets of connections that a host begins. */
    static World of(Lab lab, View.Path view, SymbolicPacket start) {
        Bdd bdd = start.space().bdd();
        NetStack from = lab.machine(view.from()).stack();
        int possible = Possible.at(Hook.OUTPUT, start, true, false, false);
        PathMeaning there = new PathMeaning(lab, bdd, Map.of());
        there.send(from, start, possible);
        int accepted = Bdd.FALSE;
        for (Ending ending : there.endings) {
            boolean wanted = ending.fate() instanceof Fate.Delivered(String host)
                    && (view.to().isEmpty() ? !host.equals(view.from()) : host.equals(view.to()));
            if (wanted) {
                accepted = bdd.or(accepted, view.answered() ? there.answered(from, ending) : ending.where());
            }
            accepted = bdd.or(accepted, unproven(ending, view.from()));
        }
        return new World(start, possible, there.endings, there.standings, accepted, Bdd.TRUE);
    }

    /**
     * Where packets that go by what isn't followed arrive: nobody knows, so it is taken both ways and said. What a host sends to
     * itself arrives nowhere else.
     */
    private static int unproven(Ending ending, String from) {
        if (!(ending.fate() instanceof Fate.Unproven beyond)
                || beyond.host().equals(from) && beyond.why().equals("lo")) {
            return Bdd.FALSE;
        }
        PacketSpace space = ending.packet().space();
        return space.bdd()
                .and(
                        ending.where(),
                        space.unknown("what goes by " + beyond.why() + " from " + beyond.host() + " arrives"));
    }

    /** Of packets that were delivered, those whose answer comes back to who sent them. */
    private int answered(NetStack from, Ending delivered) {
        if (!(delivered.fate() instanceof Fate.Delivered(String host))) {
            return Bdd.FALSE;
        }
        SymbolicPacket answer = delivered.packet().copy();
        LabMeaning.swap(answer, delivered.packet());
        answer.set(Field.FLAGS, TcpSegment.SYN | TcpSegment.ACK);
        answer.set(Field.TTL, LabMeaning.USUAL_TTL);
        answer.set(Field.OUT, 1);
        PathMeaning back = new PathMeaning(lab, bdd, visits);
        back.send(lab.machine(host).stack(), stranger(answer), delivered.where());
        int arrived = Bdd.FALSE;
        for (Ending ending : back.endings) {
            arrived = bdd.or(arrived, unproven(ending, host));
            if (ending.fate().equals(new Fate.Delivered(from.name()))) {
                arrived = bdd.or(arrived, bdd.and(ending.where(), Connections.known(ending.packet())));
                arrived = from.tracks() ? arrived : bdd.or(arrived, ending.where());
            }
        }
        return arrived;
    }

    /** A packet as it is to a host that knows no connection of it: an answer nobody asked for is INVALID. */
    private SymbolicPacket stranger(SymbolicPacket packet) {
        SymbolicPacket p = packet.copy();
        int width = Field.STATE.width();
        p.set(Field.REPLY, 0);
        p.setKnownConnection(Bdd.FALSE);
        p.set(Field.STATE, PacketSpace.stateNumber(ConnectionState.NEW));
        if (!begun.isEmpty()) {
            int stateless = bdd.or(
                    p.is(Field.PROTOCOL, UdpDatagram.PROTOCOL),
                    bdd.or(p.is(Field.PROTOCOL, OtherPayload.GRE), p.is(Field.PROTOCOL, OtherPayload.IPIP)));
            int[] invalid = Words.constant(width, PacketSpace.stateNumber(ConnectionState.INVALID));
            p.setWhere(bdd.not(stateless), Field.STATE, invalid);
        }
        return p;
    }

    private void send(NetStack from, SymbolicPacket packet, int where) {
        settle(from, HostMeaning.sent(from, packet, where, known(from)), 0);
        while (!flying.isEmpty()) {
            arrive(flying.poll());
        }
    }

    private List<Ending> known(NetStack stack) {
        return begun.getOrDefault(stack.name(), List.of());
    }

    /** Notes how packets ended at a host; those that were sent on fly. */
    private void settle(NetStack at, HostMeaning meaning, int hops) {
        standings.addAll(meaning.standings());
        for (Ending ending : meaning.endings()) {
            if (ending.fate().accepted()) {
                visits.computeIfAbsent(at.name(), name -> new ArrayList<>()).add(ending);
            }
            if (ending.fate() instanceof Fate.Sent) {
                flying.add(new Flight(at, ending, hops));
            } else {
                endings.add(ending);
            }
        }
    }

    private void arrive(Flight flight) {
        if (!(flight.ending().fate() instanceof Fate.Sent sent)) {
            return;
        }
        NetInterface out = flight.from().findInterface(sent.iface()).orElse(null);
        int left = flight.ending().where();
        SymbolicPacket packet = flight.ending().packet();
        if (out == null || out.isLoopback() || flight.hops() == MOST_HOPS) {
            end(new Fate.Unproven(flight.from().name(), sent.iface()), left, packet);
            return;
        }
        Wires.Reach reach = Wires.from(lab, out);
        for (Wires.Arrival arrival : reach.arrivals()) {
            NetStack next = arrival.host();
            int here = next == flight.from() ? Bdd.FALSE : bdd.and(left, answersFor(next, sent.gateway(), packet));
            if (here != Bdd.FALSE) {
                left = bdd.minus(left, here);
                arrive(arrival, out, here, packet, flight.hops() + 1);
            }
        }
        end(
                reach.beyond().isEmpty()
                        ? new Fate.Lost(flight.from().name(), DropReason.NO_NEIGHBOUR)
                        : new Fate.Unproven(flight.from().name(), reach.beyond()),
                left,
                packet);
    }

    private void arrive(Wires.Arrival arrival, NetInterface out, int where, SymbolicPacket packet, int hops) {
        if (!arrival.filter().isEmpty()) {
            end(new Fate.Unproven(out.stack().name(), arrival.filter()), where, packet);
            return;
        }
        NetStack next = arrival.host();
        SymbolicPacket arriving = stranger(HostMeaning.arriving(packet, out, arrival.in()));
        settle(next, HostMeaning.received(next, arriving, where, known(next)), hops);
    }

    /** Where a host answers ARP for the next hop. */
    private static int answersFor(NetStack host, @Nullable Ipv4Address gateway, SymbolicPacket p) {
        int[] hop = gateway == null
                ? p.get(Field.DESTINATION)
                : Words.constant(Field.DESTINATION.width(), MatchMeaning.number(gateway));
        return new HostSurroundings(host).isLocal(p.space(), hop);
    }

    private void end(Fate fate, int where, SymbolicPacket packet) {
        if (where != Bdd.FALSE) {
            endings.add(new Ending(fate, where, packet));
        }
    }
}
