package org.ringlab.host.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.host.ProbeOutcome;
import org.ringlab.host.ProbeSpec;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.TcpSegment;

/** One segment outside any connection; the sender's own TCP answers what comes back. */
final class RawTcpProbe {
    private static final int TTL = 64;
    private static final int WINDOW = 1024;
    private static final int ACKNOWLEDGEMENT = 0x02000000;
    private static final List<String> REPORTED = List.of("SYN", "ACK", "FIN", "RST", "PSH");

    private RawTcpProbe() {}

    static ProbeRun.Result run(ProbeRun run, ProbeSpec.TcpRaw raw) {
        int sequence = 0x01000000 + run.spec().id() * 0x10000;
        TcpSegment segment = new TcpSegment(
                raw.sourcePort(),
                raw.port(),
                sequence,
                (raw.flags() & TcpSegment.ACK) != 0 ? ACKNOWLEDGEMENT : 0,
                raw.flags(),
                0,
                0,
                WINDOW,
                Bytes.EMPTY);
        Optional<Ipv4Address> source = run.source();
        String failure = source.isEmpty()
                ? run.routingFailure()
                : Verdict.of(
                        run.sockets().sendRaw(Packet.of(source.get(), run.spec().to(), TTL, segment), "tcp-raw"));
        ProbeRun.Ending ending = run.finish(
                () -> reply(run, raw, sequence).isPresent(),
                quoted -> quoted.payload() instanceof TcpSegment t
                        && t.sourcePort() == raw.sourcePort()
                        && t.destinationPort() == raw.port()
                        && t.sequence() == sequence,
                ProbeRun.Answerer.KERNEL,
                failure);
        ProbeOutcome.Details details = ending.details();
        String verdict = ending.verdict();
        Optional<Packet> reply = reply(run, raw, sequence);
        if (ending.answered() && reply.isPresent() && reply.get().payload() instanceof TcpSegment t) {
            List<String> names = TcpSegment.flagNames(t.flags());
            verdict = t.has(TcpSegment.RST) ? Verdict.REFUSED : ProbeOutcome.OK;
            details = details.withReplyFlags(String.join(
                            ",", REPORTED.stream().filter(names::contains).toList()))
                    .withReplyFrom(run.end(reply.get().source(), t.sourcePort()));
        }
        return new ProbeRun.Result(verdict, details, seen(run, sequence));
    }

    private static Optional<Packet> reply(ProbeRun run, ProbeSpec.TcpRaw raw, int sequence) {
        for (ProbeRun.Heard heard : run.heard()) {
            if (heard.host().equals(run.spec().from())
                    && heard.packet().payload() instanceof TcpSegment t
                    && t.destinationPort() == raw.sourcePort()
                    && t.sequence() != sequence) {
                return Optional.of(heard.packet());
            }
        }
        return Optional.empty();
    }

    private static List<ProbeOutcome.Seen> seen(ProbeRun run, int sequence) {
        List<ProbeOutcome.Seen> seen = new ArrayList<>();
        for (ProbeRun.Heard heard : run.heard()) {
            if (!heard.host().equals(run.spec().from())
                    && heard.packet().payload() instanceof TcpSegment t
                    && t.sequence() == sequence) {
                ProbeOutcome.Seen one = new ProbeOutcome.Seen(
                        "tcp-raw",
                        heard.host(),
                        run.end(heard.packet().source(), t.sourcePort()),
                        run.end(heard.packet().destination(), t.destinationPort()));
                if (!seen.contains(one)) {
                    seen.add(one);
                }
            }
        }
        return seen;
    }
}
