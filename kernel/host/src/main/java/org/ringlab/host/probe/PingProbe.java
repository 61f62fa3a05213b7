package org.ringlab.host.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.ProbeOutcome;
import org.ringlab.host.ProbeSpec;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Packet;

/** Echo requests, each waiting for its answer; each carries a token by which it is known everywhere. */
final class PingProbe {
    private PingProbe() {}

    static ProbeRun.Result run(ProbeRun run, ProbeSpec.Ping ping) {
        int id = ProbeSpec.ICMP_ID_BASE + run.spec().id();
        String token = token(run.spec().id());
        List<String> verdicts = new ArrayList<>();
        @Nullable String replyFrom = null;
        @Nullable String icmpFrom = null;
        for (int i = 1; i <= ping.count(); i++) {
            int sequence = i;
            String key = token + String.format(Locale.ROOT, "%03d", sequence);
            int size = Math.max(ping.size(), token.length() + 4);
            Bytes data = Bytes.utf8(key + ".".repeat(Math.max(0, size - key.length())));
            IcmpMessage request = new IcmpMessage(IcmpMessage.ECHO, 0, id, sequence, data, null);
            String failure = send(run, ping.ttl(), request);
            ProbeRun.Ending ending = run.finish(
                    () -> reply(run, key).isPresent(),
                    quoted -> quoted.payload() instanceof IcmpMessage m
                            && m.type() == IcmpMessage.ECHO
                            && m.id() == id
                            && m.sequence() == sequence,
                    ProbeRun.Answerer.KERNEL,
                    failure);
            if (ending.answered() && replyFrom == null) {
                replyFrom = reply(run, key).map(p -> p.source().toString()).orElse(null);
            }
            verdicts.add(ending.verdict());
            if (icmpFrom == null) {
                icmpFrom = ending.error().map(p -> p.source().toString()).orElse(null);
            }
            if (i < ping.count()) {
                run.pause(ping.intervalMillis());
            }
        }
        boolean same = verdicts.stream().distinct().count() == 1;
        ProbeOutcome.Details details = ProbeOutcome.Details.NONE;
        details = ping.count() > 1 ? details.withReplies(verdicts) : details;
        details = replyFrom != null ? details.withReplyFrom(replyFrom) : details;
        return new ProbeRun.Result(
                same ? verdicts.get(0) : Verdict.MIXED, details.withIcmpFrom(icmpFrom), seen(run, token));
    }

    /** Sends an ICMP message; the verdict of a failure, empty where it went. */
    static String send(ProbeRun run, int ttl, IcmpMessage message) {
        Optional<Ipv4Address> source = run.source();
        if (source.isEmpty()) {
            run.sockets().tellUnroutable(Packet.of(Ipv4Address.ANY, run.spec().to(), ttl, message), "ping");
            return run.routingFailure();
        }
        Packet packet = Packet.of(source.get(), run.spec().to(), ttl, message);
        return Verdict.of(run.sockets().sendRaw(packet, "ping", run.spec().bind() != null));
    }

    static String token(int id) {
        return String.format(Locale.ROOT, "lab-%06d-", id);
    }

    private static Optional<Packet> reply(ProbeRun run, String key) {
        return run.reply(
                m -> m.type() == IcmpMessage.ECHO_REPLY && m.data().utf8().startsWith(key));
    }

    private static List<ProbeOutcome.Seen> seen(ProbeRun run, String token) {
        List<ProbeOutcome.Seen> seen = new ArrayList<>();
        for (ProbeRun.Heard heard : run.heard()) {
            if (heard.packet().payload() instanceof IcmpMessage m
                    && m.type() == IcmpMessage.ECHO
                    && m.data().utf8().contains(token)) {
                note(seen, heard);
            }
        }
        return seen;
    }

    /** Adds what was heard, once. */
    static void note(List<ProbeOutcome.Seen> seen, ProbeRun.Heard heard) {
        ProbeOutcome.Seen one = new ProbeOutcome.Seen(
                "icmp",
                heard.host(),
                heard.packet().source().toString(),
                heard.packet().destination().toString());
        if (!seen.contains(one)) {
            seen.add(one);
        }
    }
}
