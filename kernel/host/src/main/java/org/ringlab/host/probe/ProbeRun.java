package org.ringlab.host.probe;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.SimClock;
import org.ringlab.host.ProbeOutcome;
import org.ringlab.host.ProbeSpec;
import org.ringlab.host.service.Arrivals;
import org.ringlab.netfilter.link.EventQueue;
import org.ringlab.netfilter.link.Receptions;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.Sockets;

/** One probe on its way: what all kinds need to send, wait and look. */
final class ProbeRun {
    private final ProbeSpec spec;
    private final NetStack stack;
    private final Arrivals arrivals;
    private final PortLabels labels;
    private final int firstEvent;
    private final List<Heard> heard = new ArrayList<>();
    private final Receptions.Ear ear = (host, packet) -> heard.add(new Heard(host, packet));
    private final int firstArrival;

    ProbeRun(ProbeSpec spec, NetStack stack, Arrivals arrivals, PortLabels labels) {
        this.spec = spec;
        this.stack = stack;
        this.arrivals = arrivals;
        this.labels = labels;
        firstEvent = stack.network().events().all().size();
        stack.network().receptions().add(ear);
        firstArrival = arrivals.all().size();
    }

    /** A packet that passed INPUT of some host. */
    record Heard(String host, Packet packet) {}

    /**
     * A verdict with what else is known.
     *
     * @param verdict a word of {@link Verdict}, or {@link ProbeOutcome#OK}
     * @param details beside it
     * @param seen what sniffers saw, services left out
     */
    record Result(String verdict, ProbeOutcome.Details details, List<ProbeOutcome.Seen> seen) {
        static Result of(String verdict, ProbeOutcome.Details details) {
            return new Result(verdict, details, List.of());
        }
    }

    ProbeSpec spec() {
        return spec;
    }

    Sockets sockets() {
        return stack.sockets();
    }

    Arrivals arrivals() {
        return arrivals;
    }

    int firstEvent() {
        return firstEvent;
    }

    /** Where the probe's own packets come from, unless routing is to choose. */
    Ipv4Address bind() {
        return spec.bind() == null ? Ipv4Address.ANY : spec.bind();
    }

    /** The source address its packets get; empty where there is no route. */
    Optional<Ipv4Address> source() {
        return spec.bind() == null ? sockets().sourceFor(spec.to()) : Optional.of(spec.bind());
    }

    /** What routing says where there is no source address, as a verdict. */
    String routingFailure() {
        return switch (stack.lookup(spec.to()).decision()) {
            case UNREACHABLE -> Verdict.ofErrno("EHOSTUNREACH");
            case PROHIBIT -> Verdict.ofErrno("EACCES");
            case BLACKHOLE -> Verdict.ofErrno("EINVAL");
            case LOCAL, UNICAST, NO_ROUTE -> Verdict.NO_ROUTE;
        };
    }

    /** Lets the lab go on until something holds; false where the time was up first. */
    boolean await(BooleanSupplier done, long millis) {
        EventQueue queue = stack.network().queue();
        return queue.runUntil(done, millis * SimClock.MILLI);
    }

    /** Lets time pass. */
    void pause(long millis) {
        await(() -> false, millis);
    }

    /** Whether a service accepted something since the {@code since}-th arrival of this probe. */
    boolean accepted(int since) {
        return arrivals.all().size() > firstArrival + since;
    }

    /** Arrivals at services since the probe began. */
    List<Arrivals.Arrival> arrived() {
        return arrivals.all().subList(firstArrival, arrivals.all().size());
    }

    String end(Ipv4Address address, int port) {
        return labels.end(address, port);
    }

    /** What passed INPUT anywhere since the probe began. */
    List<Heard> heard() {
        return Collections.unmodifiableList(heard);
    }

    /** The probe is over: it hears nothing any more. */
    void end() {
        stack.network().receptions().remove(ear);
    }

    /** The first ICMP message its sender heard that fits. */
    Optional<Packet> reply(Predicate<IcmpMessage> fits) {
        for (Heard h : heard()) {
            if (h.host.equals(spec.from()) && h.packet.payload() instanceof IcmpMessage icmp && fits.test(icmp)) {
                return Optional.of(h.packet);
            }
        }
        return Optional.empty();
    }

    /** The first ICMP error that {@code host} heard about a packet that fits. */
    Optional<Packet> icmpError(String host, Predicate<Packet> about) {
        for (Heard h : heard()) {
            if (h.host.equals(host) && h.packet.payload() instanceof IcmpMessage icmp && icmp.isError()) {
                @Nullable Packet quoted = icmp.quoted();
                if (quoted != null && about.test(quoted)) {
                    return Optional.of(h.packet);
                }
            }
        }
        return Optional.empty();
    }

    /** A test for TCP packets from one port to another at an address. */
    static Predicate<Packet> tcpTo(@Nullable Ipv4Address to, int sourcePort, int port) {
        return packet -> packet.payload() instanceof TcpSegment segment
                && (to == null || packet.destination().equals(to))
                && segment.sourcePort() == sourcePort
                && segment.destinationPort() == port;
    }

    /** How waiting ended: with the answer, or with a verdict and maybe who sent an ICMP error. */
    record Ending(boolean answered, String verdict, Optional<Packet> error) {
        ProbeOutcome.Details details() {
            return ProbeOutcome.Details.NONE.withIcmpFrom(
                    error.map(p -> p.source().toString()).orElse(null));
        }
    }

    /** Who answers a probe. */
    enum Answerer {
        /** The other host's kernel, as pings and segments. */
        KERNEL,
        /** A service. */
        PROGRAM
    }

    /**
     * Waits for the answer or an ICMP error.
     *
     * @param about the packet sent, as an error would quote it
     * @param by who would answer: the kernel does so at once, a program after an error that came meanwhile was read
     * @param failure the verdict of a send that failed; empty where it didn't. An ICMP error that comes still wins.
     */
    Ending finish(BooleanSupplier answered, Predicate<Packet> about, Answerer by, String failure) {
        long wait = failure.isEmpty() ? spec.timeoutMillis() : failure.equals(Verdict.NOT_PERMITTED) ? 30 : 10;
        await(() -> answered.getAsBoolean() || icmpError(spec.from(), about).isPresent(), wait);
        Optional<Packet> error = icmpError(spec.from(), about);
        boolean late = error.isPresent() && !answered.getAsBoolean();
        if (late) {
            // A router that redirects sends the packet on, and the answer may come with the redirect.
            await(answered, 0);
        }
        if (answered.getAsBoolean() && !(late && by == Answerer.PROGRAM)) {
            return new Ending(true, ProbeOutcome.OK, Optional.empty());
        }
        if (error.isPresent() && error.get().payload() instanceof IcmpMessage icmp) {
            return new Ending(false, Verdict.of(icmp), error);
        }
        return new Ending(false, failure.isEmpty() ? Verdict.TIMEOUT : failure, Optional.empty());
    }
}
