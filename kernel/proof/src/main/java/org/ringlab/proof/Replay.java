package org.ringlab.proof;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.ringlab.host.Lab;
import org.ringlab.netfilter.conntrack.Connection;
import org.ringlab.netfilter.conntrack.Tuple;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.event.PacketEvent.DropReason;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.Payload;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.UdpDatagram;
import org.ringlab.netfilter.rules.ConnectionState;
import org.ringlab.netfilter.rules.Hook;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.RouteLookup;
import org.ringlab.proof.meaning.View;

/** A witness sent through the simulator: its verdict and its trace explain what the proof found. */
public final class Replay {
    private static final MacAddress STRANGER = new MacAddress(0x0200_0000_00FEL);
    private static final int SYN_ACK = TcpSegment.SYN | TcpSegment.ACK;

    /**
     * What the simulator made of a witness.
     *
     * @param lab the lab it was sent in
     * @param events what happened to it
     * @param accepted whether it was let through
     */
    public record Played(Lab lab, List<PacketEvent> events, boolean accepted) {
        /** Copies the list. */
        public Played {
            events = List.copyOf(events);
        }
    }

    private final Lab lab;
    private final View view;
    private final Witness witness;

    private Replay(Lab lab, View view, Witness witness) {
        this.lab = lab;
        this.view = view;
        this.witness = witness;
    }

    /**
     * Sends a witness in a fresh lab.
     *
     * @param labs makes the lab that was proven about, each time a fresh one
     * @return empty where its state can't be brought about by sending packets
     */
    public static Optional<Played> play(Supplier<Lab> labs, View view, Witness witness) {
        return switch (view) {
            case View.Path path -> Optional.of(new Replay(labs.get(), view, witness).path(path));
            case View.AtChain chain -> {
                if (isLater(witness)) {
                    yield Optional.of(new Replay(labs.get(), view, witness).later(chain));
                }
                if (chain.hook() != Hook.OUTPUT && witness.state() == ConnectionState.NEW) {
                    Optional<Played> sent = new Replay(labs.get(), view, witness).fromNeighbour(chain);
                    if (sent.isPresent()) {
                        yield sent;
                    }
                }
                Replay replay = new Replay(labs.get(), view, witness);
                yield switch (witness.state()) {
                    case NEW, INVALID, UNTRACKED -> Optional.of(replay.alone(chain));
                    case ESTABLISHED -> replay.inConnection(chain);
                    case RELATED -> Optional.empty();
                };
            }
        };
    }

    private Played path(View.Path path) {
        int mark = lab.events().size();
        lab.machine(path.from()).stack().sendRaw(witness.packet());
        lab.network().queue().settle();
        List<PacketEvent> events = lab.events().subList(mark, lab.events().size());
        boolean arrived = events.stream()
                .anyMatch(event -> event instanceof PacketEvent.Delivered d
                        && d.packetId() == events.getFirst().packetId()
                        && (path.to().isEmpty() || d.host().equals(path.to())));
        boolean answered = events.stream()
                .anyMatch(event -> event instanceof PacketEvent.Delivered d
                        && d.host().equals(path.from())
                        && !(d.packet().payload() instanceof IcmpMessage icmp && icmp.isError()));
        return new Played(lab, events, arrived && (!path.answered() || answered));
    }

    /** From the host of the lab whose address the witness bears, where it sends by way of the host in question. */
    private Optional<Played> fromNeighbour(View.AtChain chain) {
        NetStack host = lab.machine(chain.host()).stack();
        NetInterface in = host.findInterface(witness.in()).orElse(null);
        Ipv4Address source = witness.packet().source();
        for (String name : lab.hostNames()) {
            NetStack sender = lab.machine(name).stack();
            if (in == null || name.equals(chain.host()) || !sender.routing().isLocal(source)) {
                continue;
            }
            RouteLookup way = sender.lookup(witness.packet().destination());
            NetInterface out = way.iface();
            boolean near = out != null
                    && out.segment().isPresent()
                    && out.segment().equals(in.segment())
                    && host.routing().isLocal(way.nextHop());
            if (near) {
                int mark = lab.events().size();
                long id = sender.sendRaw(witness.packet());
                Played played = settle(mark, id, chain.host());
                boolean came = played.events().stream()
                        .anyMatch(e ->
                                e instanceof PacketEvent.AtHook at && at.host().equals(chain.host()));
                return came ? Optional.of(played) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Whether it is of a new connection but can't begin one: FIN comes after an ACK, RST after a SYN. */
    private static boolean isLater(Witness witness) {
        return witness.state() == ConnectionState.NEW
                && witness.packet().payload() instanceof TcpSegment tcp
                && (tcp.has(TcpSegment.FIN) || tcp.has(TcpSegment.RST));
    }

    /** Behind the packet that begins its connection, to which nobody answers. */
    private Played later(View.AtChain chain) {
        unplugOthers(chain.host());
        boolean reset = witness.packet().payload() instanceof TcpSegment tcp && tcp.has(TcpSegment.RST);
        put(chain, flagged(witness.packet(), reset ? TcpSegment.SYN : TcpSegment.ACK), witness.in());
        lab.network().queue().settle();
        return alone(chain);
    }

    /** Put before the host in question, or sent by it. */
    private Played alone(View.AtChain chain) {
        int mark = lab.events().size();
        return settle(mark, put(chain, witness.packet(), witness.in()), chain.host());
    }

    private long put(View.AtChain chain, Packet packet, String by) {
        NetStack host = lab.machine(chain.host()).stack();
        NetInterface in = host.findInterface(by).orElse(null);
        return in == null
                ? host.sendRaw(packet)
                : host.arrive(in, witness.mac().bits() == 0 ? STRANGER : witness.mac(), packet);
    }

    /** The connection is begun first; the other hosts are unplugged, so that nobody but us speaks. */
    private Optional<Played> inConnection(View.AtChain chain) {
        unplugOthers(chain.host());
        NetStack host = lab.machine(chain.host()).stack();
        Packet packet = witness.packet();
        Packet first = flagged(witness.reply() ? mirrored(packet) : packet, TcpSegment.SYN);
        put(chain, first, inFor(host, first, witness.reply() ? "" : witness.in()));
        lab.network().queue().settle();
        List<Connection> begun = host.conntrack().entries();
        if (begun.isEmpty()) {
            return Optional.empty();
        }
        Tuple reply = begun.getLast().reply();
        Packet answer = toTuple(mirrored(packet), reply, packet.payload());
        if (witness.reply()) {
            int flags = packet.payload() instanceof TcpSegment tcp ? tcp.flags() : 0;
            if ((flags & SYN_ACK) != SYN_ACK) {
                put(chain, flagged(answer, SYN_ACK), witness.in());
                lab.network().queue().settle();
            }
            int mark = lab.events().size();
            return Optional.of(settle(mark, put(chain, flagged(answer, flags), witness.in()), chain.host()));
        }
        put(chain, flagged(answer, SYN_ACK), inFor(host, answer, ""));
        lab.network().queue().settle();
        int mark = lab.events().size();
        return Optional.of(settle(mark, put(chain, packet, witness.in()), chain.host()));
    }

    /** The interface a packet would come by: the one that answers to it leave by; none where this host sends it. */
    private static String inFor(NetStack host, Packet packet, String known) {
        if (!known.isEmpty() || host.routing().isLocal(packet.source())) {
            return known;
        }
        NetInterface way = host.lookup(packet.source()).iface();
        return way == null ? "" : way.name();
    }

    private void unplugOthers(String host) {
        for (NetInterface own : lab.machine(host).stack().interfaces()) {
            for (Ipv4Address peer :
                    List.of(witness.packet().source(), witness.packet().destination())) {
                RouteLookup way = lab.machine(host).stack().lookup(peer);
                if (own.equals(way.iface()) && !own.isLoopback()) {
                    lab.machine(host).stack().neighbours().addPermanent(own, way.nextHop(), STRANGER);
                }
            }
        }
        for (String other : lab.hostNames()) {
            NetStack stack = lab.machine(other).stack();
            if (!other.equals(host)) {
                stack.interfaces().stream().filter(i -> !i.isLoopback()).forEach(i -> stack.setUp(i, false));
            }
        }
    }

    private Played settle(int mark, long id, String host) {
        lab.network().queue().settle();
        List<PacketEvent> events = lab.events().subList(mark, lab.events().size());
        boolean stopped = events.stream()
                .anyMatch(event -> event instanceof PacketEvent.Dropped d
                        && d.packetId() == id
                        && d.host().equals(host)
                        && stops(d.reason()));
        return new Played(lab, events, !stopped);
    }

    /** Whether a packet that is lost so was not let through; a neighbour or socket that isn't there is another matter. */
    private static boolean stops(DropReason reason) {
        return switch (reason) {
            case RULE_DROP, RULE_REJECT, POLICY_DROP, NOT_FORWARDING, NO_ROUTE, REFUSED_BY_ROUTE, TTL_EXPIRED -> true;
            case TOO_BIG, MARTIAN_SOURCE, OTHER_STATION, CONNTRACK_FULL, CONNTRACK_REFUSED, NAT_IMPOSSIBLE -> true;
            case LINK_DOWN, PORT_BLOCKED, VLAN, TUNNEL, INCOMPLETE, STEP_BUDGET -> true;
            case NO_NEIGHBOUR, NO_SOCKET -> false;
        };
    }

    private static Packet flagged(Packet packet, int flags) {
        return packet.payload() instanceof TcpSegment tcp ? packet.withPayload(tcp.withFlags(flags)) : packet;
    }

    /** The packet that this one answers. */
    private static Packet mirrored(Packet packet) {
        Tuple tuple = Tuple.of(packet).inverse().orElse(Tuple.of(packet));
        return toTuple(packet, tuple, packet.payload());
    }

    private static Packet toTuple(Packet packet, Tuple tuple, Payload like) {
        Packet addressed = packet.withSource(tuple.source()).withDestination(tuple.destination());
        Payload payload = like;
        if (like instanceof TcpSegment tcp) {
            payload = tcp.withPorts(tuple.sourceKey(), tuple.destinationKey());
        } else if (like instanceof UdpDatagram udp) {
            payload = udp.withPorts(tuple.sourceKey(), tuple.destinationKey());
        } else if (like instanceof IcmpMessage icmp) {
            payload = new IcmpMessage(
                    tuple.icmpType(), tuple.icmpCode(), tuple.sourceKey(), icmp.sequence(), icmp.data(), null);
        }
        return addressed.withPayload(payload);
    }
}
