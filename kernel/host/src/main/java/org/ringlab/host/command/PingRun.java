package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.Profile;
import org.ringlab.host.machine.Jobs;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.link.EventQueue;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.RawSocket;
import org.ringlab.netfilter.stack.SendResult;

/**
 * One run of ping: requests in turn, what comes back, and the statistics. It goes on by the lab's timers, so that in the
 * background it runs beside other commands.
 */
final class PingRun implements Jobs.Process {
    /** Cables and hosts take no time here; a round trip is shown with so many milliseconds a hop. */
    private static final double NOMINAL_HOP_MILLIS = 0.045;

    private static final int FIRST_ID = 2000;

    /** Longer than any run that ends, in nanoseconds. */
    private static final long FOREVER = Long.MAX_VALUE / 4;

    private final Streams io;
    private final PingCommand.Plan plan;
    private final Ipv4Address source;
    private final String name;
    private final NetStack stack;
    private final Session session;
    private final EventQueue queue;
    private final List<Double> roundTrips = new ArrayList<>();
    private final List<Runnable> atEnd = new ArrayList<>();
    private final boolean old;
    private final boolean endless;
    private int id;
    private int sequence;
    private int sent;
    private int errors;
    private long begin;
    private long lastSent;
    private EventQueue.@Nullable Timer timer;
    /** Requests without an answer, by their numbers. */
    private final Map<Integer, RawSocket<Packet>> open = new LinkedHashMap<>();

    /** Requests that this host's own rules forbade. */
    private final Set<Integer> forbidden = new HashSet<>();

    /** The most requests that were on their way together ({@code pipe}). */
    private int together = 1;

    private boolean ended;

    /** {@code endless} is whether nobody said when to stop. */
    PingRun(Session session, Streams io, PingCommand.Plan plan, Ipv4Address source, String name, boolean endless) {
        this.session = session;
        this.io = io;
        this.plan = plan;
        this.source = source;
        this.name = name;
        this.endless = endless;
        stack = session.machine().stack();
        queue = stack.network().queue();
        old = session.machine().profile() == Profile.CENTOS7;
    }

    /** In the foreground: runs to its end; the exit status. */
    int run() {
        start();
        queue.runUntil(this::hasEnded, FOREVER);
        return status();
    }

    /** Sends the first request; the rest follows as time passes. */
    void start() {
        int whole = plan.size() + 28;
        io.out()
                .line("PING " + name + " (" + plan.to() + ") "
                        + (plan.bound() ? "from " + source + " " + plan.device() + ": " : "") + plan.size() + "("
                        + whole + ") bytes of data.");
        begin = stack.network().clock().nanos();
        id = FIRST_ID + stack.sockets().ephemeralPort() % 60_000;
        next();
    }

    private void next() {
        if (timer != null) {
            timer.cancel();
        }
        if (plan.outstanding() && open.containsKey(sequence)) {
            io.out().line("no answer yet for icmp_seq=" + sequence);
        }
        long now = stack.network().clock().nanos();
        if (plan.deadlineNanos() > 0 && now - begin >= plan.deadlineNanos()) {
            lastSent = now;
            finish();
            return;
        }
        lastSent = now;
        sequence++;
        boolean last = sequence == plan.count();
        int number = sequence;
        open.put(number, stack.sockets().listenRaw(heard -> {
            Optional<Packet> answer = answer(heard, id, number);
            answer.ifPresent(reply -> queue.soon(() -> answered(reply, number)));
            return answer;
        }));
        boolean waits = request();
        if (!last) {
            timer = queue.later(plan.intervalNanos(), this::next);
        } else if (waits) {
            timer = queue.later(plan.waitNanos(), this::finish);
        } else {
            finish();
        }
    }

    /** Sends a request; whether an answer may come. */
    private boolean request() {
        IcmpMessage request =
                new IcmpMessage(IcmpMessage.ECHO, 0, id, sequence, Bytes.filled(plan.size(), sequence), null);
        Packet packet = Packet.of(source, plan.to(), plan.ttl(), request);
        SendResult result = switch (plan.fragments()) {
            case DO -> stack.sockets().sendWhole(packet, "ping", plan.bound());
            case WANT -> stack.sockets().sendRaw(packet, "ping", plan.bound());
            case DONT -> stack.sockets().sendRaw(packet.withDontFragment(false), "ping", plan.bound());
        };
        sent++;
        if (result == SendResult.EMSGSIZE && plan.fragments() == PingCommand.Fragments.DO) {
            errors++;
            String text = (old ? "M" : "m") + "essage too long, mtu=";
            io.err().line("ping: local error: " + text + stack.sockets().pathMtu(plan.to()));
            return false;
        }
        // Since 2018 it only speaks of what its rules forbade once an ICMP error came with it, and never of a way that
        // has gone.
        boolean silent = !old && result == SendResult.ENETUNREACH;
        if (!old && result == SendResult.EPERM) {
            forbidden.add(sequence);
        } else if (result != SendResult.OK && !silent) {
            io.err().line("ping: sendmsg: " + Errno.text(result.name()));
        }
        return result == SendResult.OK || result == SendResult.EPERM;
    }

    /** An answer, maybe about an earlier request. */
    private void answered(Packet reply, int number) {
        RawSocket<Packet> answer = open.remove(number);
        if (ended || answer == null) {
            return;
        }
        answer.close();
        together = Math.max(together, sequence - number + 1);
        int before = errors;
        show(reply, number);
        if (forbidden.contains(number) && errors > before) {
            io.err().line("ping: sendmsg: " + Errno.text(SendResult.EPERM.name()));
        }
        if (number == plan.count()) {
            finish();
        }
    }

    private void quiet() {
        open.values().forEach(RawSocket::close);
        open.clear();
        if (timer != null) {
            timer.cancel();
        }
    }

    private void finish() {
        if (!ended) {
            quiet();
            ended = true;
            statistics(lastSent - begin);
            atEnd.forEach(Runnable::run);
        }
    }

    @Override
    public void report(Streams terminal) {}

    @Override
    public boolean hasEnded() {
        return ended;
    }

    @Override
    public int status() {
        return roundTrips.isEmpty() ? 1 : 0;
    }

    @Override
    public int stop(Streams terminal) {
        kill();
        return Jobs.TERMINATED;
    }

    @Override
    public int interrupt(Streams terminal) {
        finish();
        return status();
    }

    @Override
    public void kill() {
        quiet();
        ended = true;
    }

    @Override
    public int await(Streams terminal) {
        if (endless) {
            return interrupt(terminal);
        }
        queue.runUntil(this::hasEnded, FOREVER);
        return status();
    }

    @Override
    public void onEnd(EventQueue clockwork, Runnable then) {
        atEnd.add(then);
    }

    /** The echo reply, or ICMP error about this request; a redirect is told of and no answer. */
    private Optional<Packet> answer(Packet heard, int id, int sequence) {
        if (!(heard.payload() instanceof IcmpMessage m)) {
            return Optional.empty();
        }
        boolean reply = m.type() == IcmpMessage.ECHO_REPLY && m.id() == id && m.sequence() == sequence;
        boolean error = m.isError()
                && m.quoted() != null
                && m.quoted().payload() instanceof IcmpMessage q
                && q.id() == id
                && q.sequence() == sequence;
        if (error && m.type() == IcmpMessage.REDIRECT) {
            if (!plan.quiet()) {
                io.out().line("From " + shown(heard.source()) + ": icmp_seq=" + sequence + " " + meaning(m));
            }
            return Optional.empty();
        }
        return reply || error ? Optional.of(heard) : Optional.empty();
    }

    private void show(Packet packet, int sequence) {
        if (!(packet.payload() instanceof IcmpMessage m)) {
            return;
        }
        if (m.isError()) {
            errors++;
            if (!plan.quiet()) {
                io.out().line("From " + shown(packet.source()) + " icmp_seq=" + sequence + " " + meaning(m));
            }
            return;
        }
        int hops = Math.max(0, 64 - packet.ttl()) + 1;
        double millis = hops * NOMINAL_HOP_MILLIS;
        roundTrips.add(millis);
        if (!plan.quiet()) {
            io.out()
                    .line((plan.size() + 8) + " bytes from " + shown(packet.source()) + ": icmp_seq=" + sequence
                            + " ttl="
                            + packet.ttl()
                            + (plan.size() >= 16 ? String.format(Locale.ROOT, " time=%.3f ms", millis) : ""));
        }
    }

    /** An address, with its name in front where names are wanted and it has one. */
    private String shown(Ipv4Address address) {
        Optional<String> known = plan.numeric() ? Optional.empty() : Names.name(session, address);
        return known.map(n -> n + " (" + address + ")").orElse(address.toString());
    }

    /** An ICMP error in iputils' words. */
    private static String meaning(IcmpMessage m) {
        return switch (m.type()) {
            case IcmpMessage.TIME_EXCEEDED -> m.code() == 0 ? "Time to live exceeded" : "Frag reassembly time exceeded";
            case IcmpMessage.UNREACHABLE ->
                switch (m.code()) {
                    case 0 -> "Destination Net Unreachable";
                    case 1 -> "Destination Host Unreachable";
                    case 2 -> "Destination Protocol Unreachable";
                    case 3 -> "Destination Port Unreachable";
                    case 4 -> "Frag needed and DF set (mtu = " + m.sequence() + ")";
                    case 9 -> "Destination Net Prohibited";
                    case 10 -> "Destination Host Prohibited";
                    case 13 -> "Packet filtered";
                    default -> "Dest Unreachable, Bad Code: " + m.code();
                };
            case IcmpMessage.REDIRECT ->
                switch (m.code()) {
                            case 0 -> "Redirect Network";
                            case 1 -> "Redirect Host";
                            case 2 -> "Redirect Type of Service and Network";
                            case 3 -> "Redirect Type of Service and Host";
                            default -> "Redirect, Bad Code: " + m.code();
                        }
                        + "(New nexthop: " + m.gateway() + ")";
            default -> "Bad ICMP type: " + m.type();
        };
    }

    private void statistics(long nanos) {
        int received = roundTrips.size();
        io.out().line("");
        io.out().line("--- " + name + " ping statistics ---");
        int loss = sent == 0 ? 0 : (sent - received) * 100 / sent;
        io.out()
                .line(sent + " packets transmitted, " + received + " received"
                        + (errors > 0 ? ", +" + errors + " errors" : "") + ", " + loss + "% packet loss, time "
                        + nanos / 1_000_000 + "ms");
        if (received > 0 && plan.size() >= 16) {
            double min = roundTrips.stream().min(Double::compare).orElse(0.0);
            double max = roundTrips.stream().max(Double::compare).orElse(0.0);
            double mean = roundTrips.stream().mapToDouble(d -> d).average().orElse(0);
            io.out()
                    .line(String.format(
                                    Locale.ROOT,
                                    "rtt min/avg/max/mdev = %.3f/%.3f/%.3f/%.3f ms",
                                    min,
                                    mean,
                                    max,
                                    (max - min) / 2)
                            + (together > 1 ? ", pipe " + together : ""));
        } else {
            io.out().line(together > 1 ? "pipe " + together : "");
        }
    }
}
