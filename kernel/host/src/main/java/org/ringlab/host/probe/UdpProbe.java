package org.ringlab.host.probe;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.ProbeOutcome;
import org.ringlab.host.ProbeSpec;
import org.ringlab.host.service.DnsMessage;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.UdpDatagram;
import org.ringlab.netfilter.stack.UdpSocket;

/** One datagram, plain or a DNS query. */
final class UdpProbe {
    private UdpProbe() {}

    private record Answer(Ipv4Address source, int port, Bytes data) {}

    static ProbeRun.Result udp(ProbeRun run, ProbeSpec.Udp udp) {
        String token = PingProbe.token(run.spec().id());
        Bytes data = Bytes.utf8(token + ".".repeat(Math.max(0, udp.size() - token.length())));
        return run(run, udp, data, false);
    }

    static ProbeRun.Result dns(ProbeRun run, ProbeSpec.Dns dns) {
        return run(run, dns, DnsMessage.query(run.spec().id(), dns.query()), true);
    }

    private static ProbeRun.Result run(ProbeRun run, ProbeSpec.Exchange exchange, Bytes data, boolean dns) {
        List<Answer> answers = new ArrayList<>();
        @Nullable
        UdpSocket socket = run.sockets()
                .bindUdp(
                        run.bind(),
                        exchange.sourcePort(),
                        (s, source, port, destination, received) -> answers.add(new Answer(source, port, received)));
        if (socket == null) {
            return ProbeRun.Result.of(Verdict.ofErrno("EADDRINUSE"), ProbeOutcome.Details.NONE);
        }
        String failure = Verdict.of(socket.sendTo(run.spec().to(), exchange.port(), data));
        ProbeRun.Ending ending = run.finish(
                () -> !answers.isEmpty(),
                quoted -> quoted.payload() instanceof UdpDatagram u
                        && quoted.destination().equals(run.spec().to())
                        && u.sourcePort() == exchange.sourcePort()
                        && u.destinationPort() == exchange.port(),
                ProbeRun.Answerer.PROGRAM,
                failure);
        socket.close();
        ProbeOutcome.Details details = ending.details();
        if (ending.answered()) {
            Answer first = answers.get(0);
            details = details.withReplyFrom(run.end(first.source, first.port));
            details = dns ? details.withAnswer(DnsMessage.addresses(first.data)) : details;
        }
        return ProbeRun.Result.of(ending.verdict(), details);
    }
}
