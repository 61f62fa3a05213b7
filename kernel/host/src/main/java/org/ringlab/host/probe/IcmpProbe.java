package org.ringlab.host.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringlab.host.ProbeOutcome;
import org.ringlab.host.ProbeSpec;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.UdpDatagram;

/** One ICMP message of any type; only requests have an answer, errors quote a packet that nobody sent. */
final class IcmpProbe {
    private static final Map<Integer, Integer> ANSWERS = Map.of(8, 0, 13, 14, 15, 16, 17, 18);
    private static final int TTL = 64;

    private IcmpProbe() {}

    static ProbeRun.Result run(ProbeRun run, ProbeSpec.Icmp probe) {
        int id = ProbeSpec.ICMP_ID_BASE + run.spec().id();
        IcmpMessage message = message(run, probe, id);
        String failure = PingProbe.send(run, TTL, message);
        int answer = ANSWERS.getOrDefault(probe.type(), -1);
        ProbeRun.Ending ending = run.finish(
                () -> reply(run, answer, id).isPresent(),
                quoted -> quoted.payload() instanceof IcmpMessage m
                        && m.type() == probe.type()
                        && m.id() == id
                        && m.sequence() == 1,
                ProbeRun.Answerer.KERNEL,
                failure);
        ProbeOutcome.Details details = ending.details();
        Optional<Packet> reply = reply(run, answer, id);
        if (ending.answered() && reply.isPresent()) {
            details = details.withReplyFrom(reply.get().source().toString());
        }
        List<ProbeOutcome.Seen> seen = new ArrayList<>();
        for (ProbeRun.Heard heard : run.heard()) {
            if (heard.packet().payload() instanceof IcmpMessage m
                    && m.type() == probe.type()
                    && m.code() == probe.code()
                    && (m.id() == id || m.data().equals(message.data()) || quotesProbe(run, m))) {
                PingProbe.note(seen, heard);
            }
        }
        return new ProbeRun.Result(ending.verdict(), details, seen);
    }

    /** Whether an error quotes the packet made up for this probe, addresses maybe translated. */
    private static boolean quotesProbe(ProbeRun run, IcmpMessage error) {
        return error.quoted() != null
                && error.quoted().payload() instanceof UdpDatagram u
                && u.data().utf8().equals(PingProbe.token(run.spec().id()));
    }

    private static Optional<Packet> reply(ProbeRun run, int type, int id) {
        return run.reply(m -> m.type() == type && m.id() == id);
    }

    private static IcmpMessage message(ProbeRun run, ProbeSpec.Icmp probe, int id) {
        String token = PingProbe.token(run.spec().id());
        IcmpMessage bare = new IcmpMessage(probe.type(), probe.code(), 0, 0, Bytes.EMPTY, null);
        if (bare.isError()) {
            Ipv4Address source = run.source().orElse(Ipv4Address.ANY);
            Packet quoted = new Packet(
                    run.spec().to(), source, TTL, 0, 0, false, new UdpDatagram(33333, 33334, Bytes.utf8(token)));
            return new IcmpMessage(probe.type(), probe.code(), 0, 0, Bytes.filled(quoted.length(), 0), quoted);
        }
        Bytes data = probe.type() == 13 || probe.type() == 14
                ? Bytes.of(new byte[] {0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0})
                : Bytes.utf8(token + ".".repeat(32 - token.length()));
        return new IcmpMessage(probe.type(), probe.code(), id, 1, data, null);
    }
}
