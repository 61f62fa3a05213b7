package org.ringlab.host.probe;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.ProbeOutcome;
import org.ringlab.host.ProbeOutcome.Details;
import org.ringlab.host.ProbeSpec;
import org.ringlab.host.service.Arrivals;
import org.ringlab.host.service.FtpServer;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.stack.TcpConnection;
import org.ringlab.netfilter.stack.TcpListener;

/** An ftp session with one LIST, passive or active. */
final class FtpProbe {
    private static final Pattern PASSIVE_ANSWER = Pattern.compile("\\((\\d+),(\\d+),(\\d+),(\\d+),(\\d+),(\\d+)\\)");

    private final ProbeRun run;
    private final ProbeSpec.Ftp ftp;
    private final FtpServer.Ports ports;
    private final TcpConnection control;
    private int read;
    private @Nullable TcpConnection data;
    private Details details = Details.NONE;

    private FtpProbe(ProbeRun run, ProbeSpec.Ftp ftp, FtpServer.Ports ports, TcpConnection control) {
        this.run = run;
        this.ftp = ftp;
        this.ports = ports;
        this.control = control;
    }

    static ProbeRun.Result run(ProbeRun run, ProbeSpec.Ftp ftp, FtpServer.Ports ports) {
        TcpProbe.Connected connected = TcpProbe.connect(run, run.spec().to(), ftp.port(), ftp.sourcePort());
        if (connected.connection().isEmpty()) {
            return ProbeRun.Result.of(connected.verdict(), connected.details().withStage("connect"));
        }
        return new FtpProbe(run, ftp, ports, connected.connection().get()).session();
    }

    private ProbeRun.Result session() {
        if (!run.await(() -> run.accepted(0), TcpProbe.PATIENCE_MILLIS)) {
            return fail(Verdict.HALF_OPEN, "connect");
        }
        if (!line(timeout()).startsWith("220")
                || !command("USER anonymous", timeout()).startsWith("331")
                || !command("PASS lab@", timeout()).startsWith("230")) {
            return fail(Verdict.TIMEOUT, "control");
        }
        Optional<ProbeRun.Result> failed = ftp.active() ? listActive() : listPassive();
        return failed.orElseGet(this::transfer);
    }

    private Optional<ProbeRun.Result> listActive() {
        int port = ProbeSpec.DATA_PORT_BASE + run.spec().id();
        Ipv4Address me = control.localAddress();
        TcpListener listener = run.sockets().listen(me, port, connection -> {
            data = connection;
            run.arrivals()
                    .add(new Arrivals.Arrival(
                            FtpServer.DATA,
                            run.spec().from(),
                            connection.remoteAddress(),
                            connection.remotePort(),
                            connection.localAddress(),
                            connection.localPort()));
        });
        String answer =
                command("PORT " + me.toString().replace('.', ',') + "," + (port >> 8) + "," + (port & 255), timeout());
        boolean accepted = answer.startsWith("200");
        String listing = accepted ? command("LIST", 2 * timeout() + 100) : "";
        if (listener != null) {
            listener.close();
        }
        if (!accepted) {
            String verdict = answer.isEmpty() ? Verdict.TIMEOUT : "ftp:" + answer.substring(0, 3);
            return Optional.of(fail(verdict, "control"));
        }
        return listing.startsWith("150") && data != null ? Optional.empty() : Optional.of(dialFailed());
    }

    /** The server could not connect to the client: its side knows why. */
    private ProbeRun.Result dialFailed() {
        Optional<TcpConnection> dial = ports.failedDial();
        if (dial.isEmpty()) {
            return fail(Verdict.TIMEOUT, "data");
        }
        TcpConnection c = dial.get();
        String server = run.arrived().isEmpty() ? "" : run.arrived().get(0).host();
        Optional<Packet> error =
                run.icmpError(server, ProbeRun.tcpTo(c.remoteAddress(), c.localPort(), c.remotePort()));
        if (error.isPresent() && error.get().payload() instanceof IcmpMessage icmp) {
            details = details.withIcmpFrom(error.get().source().toString());
            return fail(Verdict.of(icmp), "data");
        }
        return fail(c.error().isEmpty() ? Verdict.TIMEOUT : Verdict.ofErrno(c.error()), "data");
    }

    private Optional<ProbeRun.Result> listPassive() {
        Matcher m = PASSIVE_ANSWER.matcher(command("PASV", timeout()));
        Optional<Ipv4Address> address = m.find()
                ? Ipv4Address.parse(m.group(1) + "." + m.group(2) + "." + m.group(3) + "." + m.group(4))
                : Optional.empty();
        if (address.isEmpty()) {
            return Optional.of(fail(Verdict.TIMEOUT, "control"));
        }
        int port = Integer.parseInt(m.group(5)) * 256 + Integer.parseInt(m.group(6));
        details = details.withPasv(run.end(address.get(), port));
        int before = run.arrived().size();
        TcpProbe.Connected connected = TcpProbe.connect(
                run, address.get(), port, ProbeSpec.DATA_PORT_BASE + run.spec().id());
        if (connected.connection().isEmpty()) {
            details = details.withIcmpFrom(connected.details().icmpFrom().orElse(null));
            return Optional.of(fail(connected.verdict(), "data"));
        }
        data = connected.connection().get();
        if (!run.await(() -> run.accepted(before), TcpProbe.PATIENCE_MILLIS)) {
            details = Details.NONE;
            return Optional.of(fail(Verdict.HALF_OPEN, "data"));
        }
        if (!command("LIST", timeout()).startsWith("150")) {
            details = Details.NONE;
            return Optional.of(fail(Verdict.TIMEOUT, "control"));
        }
        return Optional.empty();
    }

    private ProbeRun.Result transfer() {
        TcpConnection connection = data;
        if (connection == null) {
            return fail(Verdict.TIMEOUT, "data");
        }
        Details success = details;
        details = Details.NONE;
        Bytes wanted = FtpServer.LISTING;
        run.await(
                () -> connection.received().length() >= wanted.length()
                        || connection.wasReset()
                        || connection.peerClosed(),
                timeout());
        if (!connection.received().equals(wanted)) {
            return fail(connection.wasReset() ? Verdict.RESET : Verdict.TIMEOUT, "data");
        }
        // The last acknowledgement is there before the server closes.
        run.pause(0);
        run.arrivals().release();
        run.await(() -> connection.peerClosed() || connection.wasReset(), TcpProbe.PATIENCE_MILLIS);
        connection.shutdownWrite();
        data = null;
        if (!line(timeout()).startsWith("226")) {
            return fail(Verdict.TIMEOUT, "control");
        }
        command("QUIT", timeout());
        TcpProbe.closeOrderly(run, control);
        return ProbeRun.Result.of(ProbeOutcome.OK, success);
    }

    private long timeout() {
        return run.spec().timeoutMillis();
    }

    private String command(String text, long millis) {
        control.send(Bytes.utf8(text + "\r\n"));
        return line(millis);
    }

    /** What the server said since the last call, once it ends with a line; empty where nothing came. */
    private String line(long millis) {
        run.await(
                () -> control.received().length() > read
                                && control.received().utf8().endsWith("\r\n")
                        || control.wasReset()
                        || control.peerClosed(),
                millis);
        String all = control.received().utf8();
        String fresh = all.substring(Math.min(read, all.length()));
        read = all.length();
        return fresh.strip();
    }

    private ProbeRun.Result fail(String verdict, String stage) {
        control.abort();
        if (data != null) {
            data.abort();
        }
        return ProbeRun.Result.of(verdict, details.withStage(stage));
    }
}
