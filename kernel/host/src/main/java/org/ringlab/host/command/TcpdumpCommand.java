package org.ringlab.host.command;

import java.util.List;
import java.util.Optional;
import org.ringlab.common.Diagnostic;
import org.ringlab.host.Profile;
import org.ringlab.host.capture.CaptureFilter;
import org.ringlab.host.capture.CapturedPacket;
import org.ringlab.host.capture.LinkType;
import org.ringlab.host.capture.PacketPrinter;
import org.ringlab.host.capture.Pcap;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.stack.NetInterface;

/**
 * {@code tcpdump} 4.99 (profile centos7: 4.9's words). Commands run one after another, so a capture stands in the
 * background: {@code tcpdump … &} sees what follows until {@code kill %1}, {@code fg} or its {@code -c}.
 */
final class TcpdumpCommand extends NamedCommand {
    private static final String VERSION = "tcpdump version 4.99.3\nlibpcap version 1.10.3";

    TcpdumpCommand() {
        super(
                "tcpdump",
                "tcpdump [-i IF|any] [-nevqtAXS] [-c COUNT] [-w FILE | -r FILE] [EXPRESSION] &: show packets; kill %1 ends it",
                "-i",
                "-n",
                "-nn",
                "-e",
                "-v",
                "-q",
                "-A",
                "-X",
                "-c",
                "-w",
                "-r");
    }

    @Override
    public List<String> words(Session session, List<String> before) {
        return !before.isEmpty() && before.getLast().equals("-i")
                ? session.machine().stack().links().all().stream()
                        .map(NetInterface::name)
                        .toList()
                : List.of("host", "net", "port", "src", "dst", "tcp", "udp", "icmp", "arp", "and", "or", "not");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        TcpdumpOptions options = new TcpdumpOptions(args);
        if (options.complaint().isPresent()) {
            io.err().line(options.complaint().get());
            io.err().line(VERSION);
            io.err().line("Usage: tcpdump [-AbdDefhHIJKlLnNOpqStuUvxX#] [ -c count ] [ -i interface ]");
            io.err().line("\t\t[ -Q in|out|inout ] [ -r file ] [ -w file ] [ expression ]");
            return 1;
        }
        if (options.notSimulated().isPresent()) {
            io.err().line("tcpdump: not simulated: " + options.notSimulated().get());
            return 1;
        }
        if (options.has('h')) {
            io.out().line(VERSION);
            return 0;
        }
        if (options.has('D')) {
            devices(session, io);
            return 0;
        }
        String count = options.value('c').orElse("1000000000");
        if (!count.matches("0*[1-9]\\d{0,8}|1000000000")) {
            return fail(io, "invalid packet count " + count);
        }
        String direction = options.value('Q').orElse("inout");
        if (!direction.matches("in|out|inout")) {
            return fail(io, "unknown capture direction `" + direction + "'");
        }
        return options.has('r')
                ? read(session, options, Integer.parseInt(count), io)
                : capture(session, options, Integer.parseInt(count), direction, io);
    }

    private static int fail(Streams io, String message) {
        io.err().line("tcpdump: " + message);
        return 1;
    }

    private static void devices(Session session, Streams io) {
        int number = 1;
        for (NetInterface i : session.machine().stack().links().all()) {
            if (i.isUp()) {
                io.out()
                        .line(number++ + "." + i.name()
                                + (i.isLoopback() ? " [Up, Running, Loopback]" : " [Up, Running]"));
            }
        }
        io.out().line(number + ".any (Pseudo-device that captures on all interfaces) [Up, Running]");
    }

    /** The filter; empty after saying what is wrong with it. */
    private static Optional<CaptureFilter> filter(Session session, TcpdumpOptions options, Streams io) {
        return switch (CaptureFilter.compile(options.expression(), name -> Names.address(session, name))) {
            case CaptureFilter.Compiled.Ok ok -> Optional.of(ok.filter());
            case CaptureFilter.Compiled.Wrong wrong -> {
                boolean old = session.machine().profile() == Profile.CENTOS7;
                fail(io, old ? wrong.message().replace("can't parse filter expression: ", "") : wrong.message());
                yield Optional.empty();
            }
        };
    }

    private static PacketPrinter printer(Session session, LinkType link, TcpdumpOptions options) {
        boolean interfaces = session.machine().profile() != Profile.CENTOS7;
        return new PacketPrinter(
                link,
                options.style(interfaces),
                address -> Names.name(session, address).orElse(address.toString()));
    }

    private static int read(Session session, TcpdumpOptions options, int count, Streams io) {
        String file = options.value('r').orElse("");
        String content;
        try {
            content = session.files().read(session.resolve(file));
        } catch (FileException e) {
            return fail(io, file + ": " + e.getMessage());
        }
        switch (Pcap.read(content)) {
            case Pcap.Read.Failed failed -> {
                return fail(io, failed.message());
            }
            case Pcap.Read.Ok ok -> {
                boolean old = session.machine().profile() == Profile.CENTOS7;
                io.err()
                        .line("reading from file " + file + ", link-type "
                                + ok.pcap().link().text()
                                + (old ? "" : ", snapshot length " + ok.pcap().snapLength()));
                Optional<CaptureFilter> filter = filter(session, options, io);
                if (filter.isEmpty()) {
                    return 1;
                }
                List<CapturedPacket> passed = ok.pcap().packets().stream()
                        .filter(p -> filter.get().accepts(ok.pcap().link(), p.data()))
                        .limit(count)
                        .toList();
                return shown(session, options, ok.pcap(), passed, io);
            }
        }
    }

    private static int shown(
            Session session, TcpdumpOptions options, Pcap pcap, List<CapturedPacket> passed, Streams io) {
        if (options.has('w')) {
            return TcpdumpProcess.write(session, options.value('w').orElse(""), pcap.link(), passed, io) ? 0 : 1;
        }
        PacketPrinter printer = printer(session, pcap.link(), options);
        passed.forEach(packet -> io.out().print(printer.print(packet)));
        pcap.truncated().ifPresent(message -> fail(io, message));
        return pcap.truncated().isPresent() ? 1 : 0;
    }

    private static int capture(Session session, TcpdumpOptions options, int count, String direction, Streams io) {
        boolean old = session.machine().profile() == Profile.CENTOS7;
        String device = options.value('i').orElseGet(() -> defaultDevice(session));
        Optional<NetInterface> iface = session.machine().stack().links().find(device);
        boolean any = device.equals("any");
        if (!any && iface.isEmpty()) {
            fail(io, device + ": No such device exists");
            io.err().line(old ? "(SIOCGIFHWADDR: No such device)" : "(No such device exists)");
            return 1;
        }
        if (!any && !iface.map(NetInterface::isUp).orElse(false)) {
            return fail(io, device + ": That device is not up");
        }
        Optional<CaptureFilter> filter = filter(session, options, io);
        if (filter.isEmpty()) {
            return 1;
        }
        LinkType link = any
                ? old ? LinkType.COOKED : LinkType.COOKED2
                : iface.get().device().isEthernet() || iface.get().isLoopback() ? LinkType.ETHERNET : LinkType.RAW;
        boolean quiet = options.has('v') || options.has('w');
        if (!quiet) {
            io.err()
                    .line("tcpdump: verbose output suppressed, use " + (old ? "-v or -vv" : "-v[v]...")
                            + " for full protocol decode");
        }
        io.err()
                .line((quiet ? "tcpdump: " : "") + "listening on " + device + ", link-type "
                        + link.text().replace(old ? " v1" : "\n", "") + (old ? ", capture size " : ", snapshot length ")
                        + Pcap.SNAP_LENGTH + " bytes");
        TcpdumpProcess process = new TcpdumpProcess(
                session,
                new TcpdumpProcess.Plan(
                        device,
                        any,
                        !any && !options.has('p'),
                        direction,
                        link,
                        filter.get(),
                        count,
                        options.value('w')),
                printer(session, link, options));
        if (session.jobs().mayStay()) {
            session.jobs().stay(process);
            return 0;
        }
        session.machine().stack().network().queue().settle();
        process.report(io);
        session.hintOnce(new Diagnostic(
                "tcpdump-foreground",
                Diagnostic.Severity.HINT,
                null,
                "nothing else runs while tcpdump stands in the foreground, so it was interrupted",
                "put & behind it, send something, then say kill %1"));
        return process.hasEnded() ? 0 : process.stop(io);
    }

    private static String defaultDevice(Session session) {
        return session.machine().stack().links().all().stream()
                .filter(i -> i.isUp() && !i.isLoopback())
                .findFirst()
                .map(NetInterface::name)
                .orElse("any");
    }
}
