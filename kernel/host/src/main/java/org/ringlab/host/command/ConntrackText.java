package org.ringlab.host.command;

import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.conntrack.Connection;
import org.ringlab.netfilter.conntrack.ConntrackEvents.Event;
import org.ringlab.netfilter.conntrack.ConntrackEvents.Kind;
import org.ringlab.netfilter.conntrack.ConntrackEvents.Seen;
import org.ringlab.netfilter.conntrack.Expectation;
import org.ringlab.netfilter.conntrack.Helper;
import org.ringlab.netfilter.conntrack.Tuple;
import org.ringlab.netfilter.packet.TcpSegment;

/** How libnetfilter_conntrack writes connections and events (conntrack/snprintf_default.c). */
final class ConntrackText {
    /** Netlink gives programs numbers from here downwards once their process id is taken. */
    private static final long PORT_ID = 4_294_963_200L;

    private final Set<String> output;
    private final boolean old;

    /**
     * With the words of {@code -o}.
     *
     * @param old whether it is the program of CentOS 7, which says less when a connection ends
     */
    ConntrackText(Set<String> output, boolean old) {
        this.output = output;
        this.old = old;
    }

    /** A line of {@code -L}, {@code -D}. */
    String line(Connection c, long now) {
        return beginning(Seen.of(c, now), true, true)
                + counters(c, false, true)
                + (c.seenReply() ? "" : " [UNREPLIED]")
                + " " + c.reply() + counters(c, true, true)
                + (c.assured() ? " [ASSURED]" : "")
                + " mark=" + c.mark() + rest(c) + " use=1" + id(c);
    }

    /** A line of {@code -E}. */
    String line(Event event) {
        Seen seen = event.seen();
        boolean ends = event.kind() == Kind.DESTROY;
        String time = "";
        if (output.contains("timestamp")) {
            long micros = event.nanos() / 1000;
            time = String.format(
                    Locale.ROOT, "[%-8d.%-6d]\t", SimClock.BOOT_EPOCH_SECONDS + micros / 1_000_000, micros % 1_000_000);
        }
        boolean timed = !ends || !old && seen.nanosLeft() > 0;
        return time + Texts.right("[" + event.kind() + "]", 9) + " "
                + beginning(seen, timed, !ends || !old)
                + counters(seen.connection(), false, ends)
                + (seen.seenReply() ? "" : " [UNREPLIED]")
                + " " + seen.reply() + counters(seen.connection(), true, ends)
                + (seen.assured() ? " [ASSURED]" : "")
                + (seen.mark() == 0 ? "" : " mark=" + seen.mark())
                + rest(seen.connection()) + id(seen.connection())
                + (ends && event.byCommand() && !old ? " [USERSPACE] portid=" + PORT_ID : "");
    }

    private String beginning(Seen seen, boolean timed, boolean stated) {
        int protocol = seen.original().protocol();
        return (output.contains("extended") ? "ipv4     2 " : "")
                + Texts.left(seen.connection().protocolName(), 8) + " " + protocol + " "
                + (timed ? seen.nanosLeft() / SimClock.SECOND + " " : "")
                + (stated && protocol == TcpSegment.PROTOCOL ? seen.state() + " " : "")
                + seen.original();
    }

    private static String counters(Connection c, boolean reply, boolean shown) {
        return shown && c.isCounted() ? " packets=" + c.packets(reply) + " bytes=" + c.bytes(reply) : "";
    }

    private static String rest(Connection c) {
        return zone(c) + (c.helper() == null ? "" : " helper=" + c.helper().name());
    }

    /** A number that is the same as long as the connection lasts; nobody can foretell the kernel's. */
    private String id(Connection c) {
        return output.contains("id")
                ? " id="
                        + Integer.toUnsignedString(
                                Objects.hash(c.original().toString(), c.createdNanos()) * 0x9E37_79B9)
                : "";
    }

    private static String zone(Connection c) {
        int there = c.original().zone();
        int back = c.reply().zone();
        if (there == back) {
            return there == 0 ? "" : " zone=" + there;
        }
        return there == 0 ? " zone-reply=" + back : " zone-orig=" + there;
    }

    /** A line of {@code -L expect}. */
    static String line(Expectation e, long now) {
        Tuple master = e.master().original();
        Helper helper = e.master().helper();
        return Math.max(0, (e.expiresNanos() - now) / SimClock.SECOND) + " proto=" + master.protocol() + " src="
                + e.source() + " dst=" + e.destination() + " sport=0 dport=" + e.port()
                + " mask-src=255.255.255.255 mask-dst=255.255.255.255 sport=0 dport=65535 master-src=" + master.source()
                + " master-dst=" + master.destination() + " sport=" + master.sourceKey() + " dport="
                + master.destinationKey() + " class=0 helper=" + (helper == null ? "" : helper.name());
    }
}
