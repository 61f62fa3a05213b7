package org.ringlab.checks;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringlab.host.Lab;
import org.ringlab.host.ProbeOutcome;
import org.ringlab.host.ProbeSpec;
import org.ringlab.host.Step;
import org.ringlab.netfilter.event.PacketEvent;

/** Judges probes. */
final class ProbeJudge {
    private ProbeJudge() {}

    static Finding judge(Check.Probe check, Lab lab) {
        String from = check.probe().from();
        send(check.traffic(), lab);
        if (!lab.hasHost(from)) {
            return Finding.noHost(from);
        }
        ProbeOutcome outcome = lab.probe(check.probe());
        List<PacketEvent> events = List.copyOf(lab.events().subList(outcome.firstEvent(), outcome.lastEvent()));
        Optional<Loss> loss = Evidence.loss(events);
        Optional<Decision> decision = loss.isPresent() ? Evidence.stopped(events, loss.get()) : Evidence.passed(events);
        Observation seen = new Observation(
                from, outcome.verdict(), mismatch(check.expect(), outcome), loss.orElse(null), decision.orElse(null));
        boolean passed = holds(check.expect(), outcome);
        return new Finding(passed, passed ? 1 : 0, seen, events, Text.NONE);
    }

    /** Whether an outcome is as expected. */
    static boolean holds(Expectation expect, ProbeOutcome outcome) {
        return expect.verdicts().stream().anyMatch(word -> Trigger.matches(word, outcome.verdict()))
                && mismatch(expect, outcome).isEmpty();
    }

    /** Sends what comes before, unjudged. */
    static void send(List<Step> traffic, Lab lab) {
        for (Step step : traffic) {
            switch (step) {
                case ProbeSpec probe -> {
                    if (lab.hasHost(probe.from())) {
                        lab.probe(probe);
                    }
                }
                case Step.Run run -> {
                    if (lab.hasHost(run.host())) {
                        lab.run(run.host(), String.join("\n", run.commands()));
                    }
                }
                case Step.Wait wait -> lab.run(lab.hostNames().getFirst(), "sleep " + wait.millis() / 1000.0);
            }
        }
    }

    /** The first field that isn't as expected: {@code body: welcome, not other}; empty where all are. */
    private static String mismatch(Expectation expect, ProbeOutcome outcome) {
        for (Map.Entry<String, String> field : expect.fields().entrySet()) {
            String found = field(field.getKey(), outcome);
            if (!found.equals(field.getValue())) {
                return field.getKey() + ": " + (found.isEmpty() ? "none" : found);
            }
        }
        return "";
    }

    private static String field(String name, ProbeOutcome outcome) {
        ProbeOutcome.Details details = outcome.details();
        ProbeOutcome.Seen seen = outcome.seenBy().isEmpty()
                ? new ProbeOutcome.Seen("", "", "", "")
                : outcome.seenBy().getFirst();
        return switch (name) {
            case "status" ->
                details.status().isPresent() ? String.valueOf(details.status().getAsInt()) : "";
            case "body" -> details.body().orElse("");
            case "stage" -> details.stage().orElse("");
            case "icmp_from" -> details.icmpFrom().orElse("");
            case "reply_from" -> details.replyFrom().orElse("");
            case "service" -> seen.service();
            case "host" -> seen.host();
            case "src" -> withoutPort(seen.src());
            case "dst" -> withoutPort(seen.dst());
            default -> "";
        };
    }

    private static String withoutPort(String end) {
        int colon = end.indexOf(':');
        return colon < 0 ? end : end.substring(0, colon);
    }
}
