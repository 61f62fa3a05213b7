package org.ringlab.checks;

import java.util.List;
import org.ringlab.host.Lab;
import org.ringlab.host.ProbeOutcome;
import org.ringlab.netfilter.event.PacketEvent;

/** Judges probes that a student wrote: whether they tell a broken set-up from a good one. */
final class ProbesJudge {
    private ProbesJudge() {}

    static Finding judge(Check.StudentProbes check, Answers answers, Lab lab) {
        Answer answer = answers.in(check.cell()).orElse(null);
        int most = answer != null && answer.spec() instanceof AnswerSpec.Probes spec ? spec.most() : 0;
        ProbesText read = ProbesText.read(answers.text(check.cell()), most);
        if (!read.complaints().isEmpty()) {
            return Finding.unreadable(read.complaints().getFirst());
        }
        if (read.probes().isEmpty()) {
            return Finding.of(false, Observation.of("", "no-probes", ""));
        }
        for (ProbesText.Expected expected : read.probes()) {
            String from = expected.probe().from();
            if (!lab.hasHost(from)) {
                return Finding.of(false, Observation.of(from, "no-host", "line " + expected.line()));
            }
            ProbeOutcome outcome = lab.probe(expected.probe());
            if (!expected.holds(outcome)) {
                List<PacketEvent> events = List.copyOf(lab.events().subList(outcome.firstEvent(), outcome.lastEvent()));
                Observation seen = new Observation(
                        from,
                        "flagged",
                        "line " + expected.line() + ": " + outcome.verdict(),
                        Evidence.loss(events).orElse(null),
                        null);
                return new Finding(check.flags(), check.flags() ? 1 : 0, seen, events, Text.NONE);
            }
        }
        return Finding.of(!check.flags(), Observation.of("", "quiet", ""));
    }
}
