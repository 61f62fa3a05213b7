package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.Diagnostic;
import org.ringlab.common.SimClock;
import org.ringlab.host.Profile;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.rules.ServiceNames;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.RawSocket;
import org.ringlab.netfilter.stack.SendResult;
import org.ringlab.netfilter.stack.TcpConnection;
import org.ringlab.netfilter.stack.UdpSocket;

/**
 * {@code nc}: connections and datagrams by hand, as Debian's netcat-openbsd 1.219 ({@code netcat.c}); profile centos7 has
 * {@link Ncat}.
 */
final class NcCommand extends NamedCommand {
    static final int INTERRUPTED = 130;

    /** How long who would wait for ever is watched. */
    private static final long WATCHED = SimClock.SECOND;

    private static final String USAGE = """
            usage: nc [-46CDdFhklNnrStUuvZz] [-I length] [-i interval] [-M ttl]
            \t  [-m minttl] [-O length] [-P proxy_username] [-p source_port]
            \t  [-q seconds] [-s sourceaddr] [-T keyword] [-V rtable] [-W recvlimit]
            \t  [-w timeout] [-X proxy_protocol] [-x proxy_address[:port]]
            \t  [destination] [port]
            """;

    NcCommand() {
        super(
                "nc",
                "nc [-z] [-v] [-u] [-n] [-N] [-w SECONDS] [-p SOURCE_PORT] [-s ADDRESS] HOST PORT, or nc -l PORT &: a connection"
                        + " by hand",
                "-z",
                "-v",
                "-u",
                "-n",
                "-N",
                "-w",
                "-p",
                "-s",
                "-l",
                "-k");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        if (session.machine().profile() == Profile.CENTOS7) {
            return Ncat.run(session, args, io);
        }
        Options options = Options.parse(args, "46CDdhklNnrtuvzFSUZI:i:M:m:O:P:p:q:s:T:V:W:w:X:x:b");
        if (options.unknown().isPresent()) {
            io.err().print("nc: invalid option -- '" + options.unknown().get() + "'\n" + USAGE);
            return 1;
        }
        if (options.lacking().isPresent()) {
            io.err()
                    .print("nc: option requires an argument -- '"
                            + options.lacking().get() + "'\n" + USAGE);
            return 1;
        }
        for (String option : List.of("-6", "-C", "-F", "-S", "-U", "-Z", "-X", "-x", "-M", "-m", "-i", "-h", "-t")) {
            if (options.has(option)) {
                return wrong(io, "not simulated: " + option);
            }
        }
        if (!options.value("-w", "1").matches("\\d{1,6}")) {
            return wrong(io, "timeout invalid: " + options.value("-w", ""));
        }
        List<String> words = options.operands();
        boolean listens = options.has("-l");
        if (words.isEmpty() && !listens || words.size() > 1 && listens && options.has("-p")) {
            io.err().print(USAGE);
            return 1;
        }
        if (options.has("-k") && !listens) {
            return wrong(io, "must use -l with -k");
        }
        if (listens) {
            return listen(session, options, io);
        }
        if (words.size() < 2) {
            return wrong(io, "missing port number");
        }
        List<Integer> ports = new ArrayList<>();
        for (String word : words.subList(1, words.size())) {
            Optional<String> mistake = addPorts(word, options.has("-u") ? "udp" : "tcp", ports);
            if (mistake.isPresent()) {
                return wrong(io, mistake.get());
            }
        }
        String name = words.getFirst();
        List<Ipv4Address> addresses =
                options.has("-n") ? Ipv4Address.parse(name).stream().toList() : Names.addresses(session, name);
        if (addresses.isEmpty()) {
            return wrong(
                    io,
                    "getaddrinfo for host \"" + name + "\" port " + ports.getFirst() + ": Name or service not known");
        }
        int status = 1;
        for (int port : ports) {
            Call call = new Call(session, options, name, addresses, port, io);
            int one = options.has("-u") ? call.udp() : call.tcp();
            status = one == 1 ? status : one;
        }
        return status;
    }

    private static int wrong(Streams io, String text) {
        io.err().line("nc: " + text);
        return 1;
    }

    /** A port, a range of them or a service's name (build_ports); what is wrong with it, empty where nothing is. */
    private static Optional<String> addPorts(String word, String protocol, List<Integer> ports) {
        List<String> ends = List.of(word.split("-", 2));
        if (ends.size() == 2 && ends.stream().allMatch(e -> e.matches("\\d{1,5}"))) {
            int low = Integer.parseInt(ends.get(0));
            int high = Integer.parseInt(ends.get(1));
            for (int port = Math.min(low, high); port <= Math.min(Math.max(low, high), 65_535); port++) {
                ports.add(port);
            }
            return Optional.empty();
        }
        Optional<Integer> number = Texts.number(word);
        if (number.isEmpty() && ServiceNames.port(word, protocol).isPresent()) {
            ports.add(ServiceNames.port(word, protocol).getAsInt());
            return Optional.empty();
        }
        if (number.isEmpty() || number.get() < 1 || number.get() > 65_535) {
            return Optional.of("port number "
                    + (number.isEmpty() ? "invalid" : number.get() < 1 ? "too small" : "too large") + ": " + word);
        }
        ports.add(number.get());
        return Optional.empty();
    }

    private static int listen(Session session, Options options, Streams io) {
        List<String> words = options.operands();
        boolean named = options.has("-p") ? !words.isEmpty() : words.size() > 1;
        String word = options.value("-p", words.isEmpty() ? "" : words.getLast());
        if (word.isEmpty()) {
            return wrong(io, "missing port number");
        }
        List<Integer> ports = new ArrayList<>();
        Optional<String> mistake = addPorts(word, "tcp", ports);
        if (mistake.isPresent()) {
            return wrong(io, mistake.get());
        }
        Optional<Ipv4Address> at = named ? Names.address(session, words.getFirst()) : Optional.of(Ipv4Address.ANY);
        if (at.isEmpty()) {
            return wrong(io, "getaddrinfo: Name or service not known");
        }
        if (!at.get().equals(Ipv4Address.ANY)
                && !session.machine().stack().routing().isLocal(at.get())) {
            return wrong(io, Errno.text("EADDRNOTAVAIL"));
        }
        Optional<NcListener> listener = NcListener.listen(session, options, at.get(), ports.getFirst(), io, false);
        return listener.isPresent()
                ? NcListener.stay(session, listener.get(), io)
                : wrong(io, Errno.text("EADDRINUSE"));
    }

    /** Waits for an ICMP error about a datagram from that port. */
    static RawSocket<Packet> refusal(NetStack stack, int source) {
        return Ncat.refusal(stack, source);
    }

    /** What becomes of one port. */
    private static final class Call {
        private final Session session;
        private final Options options;
        private final String name;
        private final List<Ipv4Address> addresses;
        private final int port;
        private final Streams io;
        private final NetStack stack;
        private final Ipv4Address from;
        private final boolean verbose;

        Call(Session session, Options options, String name, List<Ipv4Address> addresses, int port, Streams io) {
            this.session = session;
            this.options = options;
            this.name = name;
            this.addresses = addresses;
            this.port = port;
            this.io = io;
            stack = session.machine().stack();
            from = Ipv4Address.parse(options.value("-s", "")).orElse(Ipv4Address.ANY);
            verbose = options.has("-v");
        }

        private int sourcePort() {
            return Texts.number(options.value("-p", "0")).orElse(0) & 0xFFFF;
        }

        private Optional<String> bindError() {
            boolean foreign = !from.equals(Ipv4Address.ANY) && !stack.routing().isLocal(from);
            int source = sourcePort();
            boolean taken = source != 0
                    && !options.has("-u")
                    && stack.sockets().listeners().stream().anyMatch(l -> l.port() == source);
            return foreign ? Optional.of("EADDRNOTAVAIL") : taken ? Optional.of("EADDRINUSE") : Optional.empty();
        }

        private String shown(Ipv4Address address) {
            return Ipv4Address.parse(name).isPresent() ? name : name + " (" + address + ")";
        }

        private void succeeded(Ipv4Address address, String protocol) {
            String service = ServiceNames.name(port, protocol);
            boolean known = !options.has("-n") && !service.equals(String.valueOf(port));
            if (verbose) {
                io.err()
                        .line("Connection to " + shown(address) + " " + port + " port [" + protocol + "/"
                                + (known ? service : "*") + "] succeeded!");
            }
        }

        /** The seconds of {@code -w}; 0 where none is set. */
        private int patience() {
            return Integer.parseInt(options.value("-w", "0"));
        }

        int tcp() {
            Optional<String> error = bindError();
            if (error.isPresent()) {
                return wrong(io, "bind failed: " + Errno.text(error.get()));
            }
            for (Ipv4Address address : addresses) {
                TcpConnection c = stack.sockets().connect(from, sourcePort(), address, port);
                boolean settled = stack.network()
                        .queue()
                        .runUntil(
                                () -> c.connected() || !c.error().isEmpty(),
                                patience() == 0 ? 1000 * SimClock.SECOND : patience() * SimClock.SECOND);
                if (c.connected()) {
                    succeeded(address, "tcp");
                    return options.has("-z") ? closed(c) : talk(c);
                }
                String why = settled ? "failed: " + Errno.text(c.error()) : "timed out: Operation now in progress";
                c.abort();
                if (verbose) {
                    io.err().line("nc: connect to " + shown(address) + " port " + port + " (tcp) " + why);
                }
            }
            return 1;
        }

        private int closed(TcpConnection c) {
            c.shutdownWrite();
            stack.network().queue().runUntil(() -> c.peerClosed() || !c.error().isEmpty(), WATCHED);
            return 0;
        }

        /** Input goes out, what comes is printed, until the other end closes, {@code -q}, {@code -w} or somebody ends it. */
        private int talk(TcpConnection c) {
            c.send(Bytes.utf8(options.has("-d") ? "" : io.in().rest()));
            if (options.has("-N")) {
                c.shutdownWrite();
            }
            String quit = options.value("-q", "");
            boolean limited = patience() > 0 || quit.matches("\\d{1,6}");
            long limit = quit.matches("\\d{1,6}") ? Long.parseLong(quit) : patience();
            int before;
            boolean over;
            do {
                before = c.received().length();
                int had = before;
                over = !stack.network()
                        .queue()
                        .runUntil(
                                () -> c.peerClosed()
                                        || !c.error().isEmpty()
                                        || c.received().length() > had,
                                limited ? limit * SimClock.SECOND : WATCHED);
            } while (!over && !c.peerClosed() && c.error().isEmpty() && quit.isEmpty());
            io.out().print(c.received().utf8());
            boolean waits = over && !limited;
            if (waits) {
                session.hintOnce(new Diagnostic(
                        "nc-waits",
                        Diagnostic.Severity.HINT,
                        null,
                        "nc goes on until the other end closes; nothing came for a second, so it was interrupted",
                        "say -N to close after the input, or -w 1"));
            }
            closed(c);
            return waits ? INTERRUPTED : 0;
        }

        int udp() {
            Optional<String> error = bindError();
            if (error.isPresent()) {
                return wrong(io, "bind failed: " + Errno.text(error.get()));
            }
            Ipv4Address to = addresses.getFirst();
            int source = sourcePort() != 0 ? sourcePort() : stack.sockets().ephemeralPort();
            StringBuilder answer = new StringBuilder();
            @Nullable
            UdpSocket socket = stack.sockets().bindUdp(from, source, (s, a, p, d, data) -> answer.append(data.utf8()));
            if (socket == null) {
                return wrong(io, "bind failed: " + Errno.text("EADDRINUSE"));
            }
            RawSocket<Packet> refusal = refusal(stack, source);
            int status = datagrams(socket, refusal, to, answer);
            socket.close();
            refusal.close();
            return status;
        }

        private int datagrams(UdpSocket socket, RawSocket<Packet> refusal, Ipv4Address to, StringBuilder answer) {
            if (stack.lookup(to).iface() == null && !stack.routing().isLocal(to)) {
                if (verbose) {
                    io.err()
                            .line("nc: connect to " + shown(to) + " port " + port
                                    + " (udp) failed: Network is unreachable");
                }
                return 1;
            }
            if (verbose) {
                if (!probed(socket, refusal, to)) {
                    return 1;
                }
                succeeded(to, "udp");
            }
            if (options.has("-z")) {
                return 0;
            }
            Bytes input = Bytes.utf8(options.has("-d") ? "" : io.in().rest());
            if (input.length() > 0) {
                SendResult sent = socket.sendTo(to, port, input);
                if (sent != SendResult.OK) {
                    return 1;
                }
            }
            boolean limited = patience() > 0;
            boolean refused = stack.network()
                    .queue()
                    .runUntil(() -> refusal.found().isPresent(), limited ? patience() * SimClock.SECOND : WATCHED);
            io.out().print(answer.toString());
            if (!limited && !refused) {
                session.hintOnce(new Diagnostic(
                        "nc-waits",
                        Diagnostic.Severity.HINT,
                        null,
                        "nc -u never knows that nothing more comes; it was interrupted after a second",
                        "say -w 1"));
            }
            return limited || refused ? 0 : INTERRUPTED;
        }

        /** Sends an X at once and again, then one a second, to hear whether somebody refuses it (udptest). */
        private boolean probed(UdpSocket socket, RawSocket<Packet> refusal, Ipv4Address to) {
            int seconds = patience() > 0 ? Math.min(patience(), 3) : 3;
            socket.sendTo(to, port, Bytes.utf8("X"));
            for (int i = 0; i <= seconds; i++) {
                if (i > 0) {
                    stack.network().queue().runUntil(() -> refusal.found().isPresent(), SimClock.SECOND);
                }
                if (refusal.found().isPresent()) {
                    return false;
                }
                socket.sendTo(to, port, Bytes.utf8("X"));
            }
            stack.network().queue().runUntil(() -> refusal.found().isPresent(), SimClock.MILLI);
            return refusal.found().isEmpty();
        }
    }
}
