package org.ringlab.host.command;

import java.util.List;
import java.util.Locale;
import org.ringlab.common.SimClock;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.conntrack.Connection;
import org.ringlab.netfilter.conntrack.Conntrack;
import org.ringlab.netfilter.conntrack.Expectation;
import org.ringlab.netfilter.conntrack.Helper;
import org.ringlab.netfilter.conntrack.Tuple;
import org.ringlab.netfilter.packet.TcpSegment;

/** {@code conntrack} of conntrack-tools: {@code -L}, {@code -F}, {@code -D}, with simple filters. */
final class ConntrackCommand extends NamedCommand {
    private static final String TOOL = "conntrack v1.4.7 (conntrack-tools): ";

    ConntrackCommand() {
        super(
                "conntrack",
                "conntrack -L|-F|-D [-p PROTO] [-s ADDR] [-d ADDR]: tracked connections",
                "-L",
                "-F",
                "-D",
                "-p",
                "-s",
                "-d");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(args, "LFDECp:s:d:f:", "sport:", "dport:", "dump", "proto:", "src:", "dst:");
        if (options.complaint("conntrack").isPresent()) {
            io.err().line("conntrack v1.4.7 (conntrack-tools): unknown option `" + args.get(0) + "'");
            io.err().line("Try `conntrack -h' or 'conntrack --help' for more information.");
            return 2;
        }
        Conntrack conntrack = session.machine().stack().conntrack();
        long now = session.machine().stack().network().clock().nanos();
        if (options.has("-F")) {
            conntrack.flush();
            io.err().line(TOOL + "connection tracking table has been emptied.");
            return 0;
        }
        if (options.has("-E")) {
            io.err().line("conntrack: not simulated: conntrack -E");
            return 1;
        }
        if (options.has("-C")) {
            io.out().line(String.valueOf(conntrack.entries().size()));
            return 0;
        }
        if (!options.has("-L") && !options.has("-D") && !options.has("--dump")) {
            io.err().line(TOOL + "You need to supply a command");
            io.err().line("Try `conntrack -h' or 'conntrack --help' for more information.");
            return 2;
        }
        if (options.has("-L") && args.contains("expect")) {
            List<Expectation> waiting = conntrack.expectations().entries();
            waiting.forEach(e -> io.out().line(line(e, now)));
            io.err().line(TOOL + waiting.size() + " expectations have been shown.");
            return 0;
        }
        boolean deletes = options.has("-D");
        int count = 0;
        for (Connection c : conntrack.entries()) {
            if (wanted(c, options)) {
                count++;
                io.out().line(line(c, now));
                if (deletes) {
                    conntrack.remove(c);
                }
            }
        }
        io.err().line(TOOL + count + " flow entries have been " + (deletes ? "deleted." : "shown."));
        return deletes && count == 0 ? 1 : 0;
    }

    private static boolean wanted(Connection c, Options options) {
        return matches(options.value("-p", options.value("--proto", "")), c.protocolName())
                && matches(
                        options.value("-s", options.value("--src", "")),
                        c.original().source())
                && matches(
                        options.value("-d", options.value("--dst", "")),
                        c.original().destination())
                && matches(options.value("--sport", ""), c.original().sourceKey())
                && matches(options.value("--dport", ""), c.original().destinationKey());
    }

    private static boolean matches(String wanted, Object actual) {
        return wanted.isEmpty() || wanted.toLowerCase(Locale.ROOT).equals(actual.toString());
    }

    private static String line(Connection c, long now) {
        int protocol = c.original().protocol();
        long left = Math.max(0, (c.expiresNanos() - now) / SimClock.SECOND);
        return Texts.left(c.protocolName(), 8) + " " + protocol + " " + left + " "
                + (protocol == TcpSegment.PROTOCOL ? c.tcpState() + " " : "") + c.original()
                + (c.seenReply() ? "" : " [UNREPLIED]") + " " + c.reply() + (c.assured() ? " [ASSURED]" : "")
                + " mark=" + c.mark() + zone(c)
                + (c.helper() == null ? "" : " helper=" + c.helper().name()) + " use=1";
    }

    private static String zone(Connection c) {
        int there = c.original().zone();
        int back = c.reply().zone();
        if (there == back) {
            return there == 0 ? "" : " zone=" + there;
        }
        return there == 0 ? " zone-reply=" + back : " zone-orig=" + there;
    }

    private static String line(Expectation e, long now) {
        Tuple master = e.master().original();
        Helper helper = e.master().helper();
        return Math.max(0, (e.expiresNanos() - now) / SimClock.SECOND) + " proto=" + master.protocol() + " src="
                + e.source() + " dst=" + e.destination() + " sport=0 dport=" + e.port()
                + " mask-src=255.255.255.255 mask-dst=255.255.255.255 sport=0 dport=65535 master-src=" + master.source()
                + " master-dst=" + master.destination() + " sport=" + master.sourceKey() + " dport="
                + master.destinationKey() + " class=0 helper=" + (helper == null ? "" : helper.name());
    }
}
