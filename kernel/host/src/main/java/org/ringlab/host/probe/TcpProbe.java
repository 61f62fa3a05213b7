package org.ringlab.host.probe;

import java.util.Optional;
import java.util.function.Predicate;
import org.ringlab.host.ProbeOutcome;
import org.ringlab.host.ProbeSpec;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.stack.TcpConnection;

/** Connections: a bare connect and close, or one HTTP request. */
final class TcpProbe {
    /** How long the other side may take to accept, or to close. */
    static final long PATIENCE_MILLIS = 60;

    private static final Bytes REQUEST = Bytes.utf8("GET / HTTP/1.1\r\nHost: lab\r\n\r\n");

    private TcpProbe() {}

    /** A connection, or why there is none. */
    record Connected(Optional<TcpConnection> connection, String verdict, Optional<Packet> error) {
        ProbeOutcome.Details details() {
            return ProbeOutcome.Details.NONE.withIcmpFrom(
                    error.map(p -> p.source().toString()).orElse(null));
        }
    }

    static Connected connect(ProbeRun run, Ipv4Address to, int port, int sourcePort) {
        TcpConnection connection = run.sockets().connect(run.bind(), sourcePort, to, port);
        run.await(
                () -> connection.connected() || !connection.error().isEmpty(),
                run.spec().timeoutMillis());
        // What was said about the handshake's last segment is there when the program asks how connecting went
        // (SO_ERROR).
        String said = connection.connected() ? settled(run, connection) : "";
        if (connection.connected() && said.isEmpty()) {
            return new Connected(Optional.of(connection), ProbeOutcome.OK, Optional.empty());
        }
        Predicate<Packet> about = ProbeRun.tcpTo(to, sourcePort, port);
        String errno = said.isEmpty() ? connection.error() : said;
        if (!errno.isEmpty()) {
            run.await(() -> run.icmpError(run.spec().from(), about).isPresent(), 10);
        }
        if (!said.isEmpty()) {
            connection.shutdownWrite();
        } else {
            connection.abort();
        }
        Optional<Packet> error = run.icmpError(run.spec().from(), about);
        if (error.isPresent() && error.get().payload() instanceof IcmpMessage icmp) {
            return new Connected(Optional.empty(), Verdict.of(icmp), error);
        }
        return new Connected(
                Optional.empty(), errno.isEmpty() ? Verdict.TIMEOUT : Verdict.ofErrno(errno), Optional.empty());
    }

    private static String settled(ProbeRun run, TcpConnection connection) {
        run.pause(0);
        String soft = connection.takeSoftError();
        return connection.error().isEmpty() ? soft : connection.error();
    }

    static ProbeRun.Result tcp(ProbeRun run, ProbeSpec.Tcp tcp) {
        Connected connected = connect(run, run.spec().to(), tcp.port(), tcp.sourcePort());
        if (connected.connection().isEmpty()) {
            return ProbeRun.Result.of(connected.verdict(), connected.details());
        }
        TcpConnection connection = connected.connection().get();
        if (!run.await(() -> run.accepted(0), PATIENCE_MILLIS)) {
            connection.abort();
            return ProbeRun.Result.of(Verdict.HALF_OPEN, ProbeOutcome.Details.NONE);
        }
        // What the service says at once arrives before this end closes.
        run.pause(0);
        close(run, connection, tcp.reset());
        return ProbeRun.Result.of(ProbeOutcome.OK, ProbeOutcome.Details.NONE);
    }

    static ProbeRun.Result http(ProbeRun run, ProbeSpec.Http http) {
        Connected connected = connect(run, run.spec().to(), http.port(), http.sourcePort());
        if (connected.connection().isEmpty()) {
            return ProbeRun.Result.of(connected.verdict(), connected.details());
        }
        TcpConnection connection = connected.connection().get();
        if (!run.await(() -> run.accepted(0), PATIENCE_MILLIS)) {
            connection.abort();
            return ProbeRun.Result.of(Verdict.HALF_OPEN, ProbeOutcome.Details.NONE);
        }
        connection.send(REQUEST);
        run.await(
                () -> HttpAnswer.parse(connection.received()).isPresent()
                        || connection.wasReset()
                        || connection.peerClosed(),
                run.spec().timeoutMillis());
        Optional<HttpAnswer> answer = HttpAnswer.parse(connection.received());
        if (answer.isEmpty()) {
            Optional<Packet> error =
                    run.icmpError(run.spec().from(), ProbeRun.tcpTo(null, http.sourcePort(), http.port()));
            String verdict = connection.wasReset()
                    ? Verdict.RESET
                    : error.isPresent() && error.get().payload() instanceof IcmpMessage icmp
                            ? Verdict.of(icmp)
                            : Verdict.TIMEOUT;
            connection.abort();
            return ProbeRun.Result.of(
                    verdict,
                    ProbeOutcome.Details.NONE
                            .withStage("data")
                            .withIcmpFrom(error.map(p -> p.source().toString()).orElse(null)));
        }
        close(run, connection, http.reset());
        return ProbeRun.Result.of(
                ProbeOutcome.OK,
                ProbeOutcome.Details.NONE.withHttp(
                        answer.get().status(), answer.get().body()));
    }

    private static void close(ProbeRun run, TcpConnection connection, boolean reset) {
        if (reset) {
            connection.abort();
        } else {
            closeOrderly(run, connection);
        }
    }

    /** FIN, ACK, FIN, ACK; a reset where the other side stays silent. */
    static void closeOrderly(ProbeRun run, TcpConnection connection) {
        connection.shutdownWrite();
        if (!run.await(() -> connection.peerClosed() || connection.wasReset(), PATIENCE_MILLIS)) {
            connection.abort();
        }
    }
}
