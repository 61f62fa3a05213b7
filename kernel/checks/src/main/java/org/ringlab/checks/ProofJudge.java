package org.ringlab.checks;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.proof.Explained;
import org.ringlab.proof.Groundwork;
import org.ringlab.proof.Proof;
import org.ringlab.proof.Replay;
import org.ringlab.proof.meaning.View;

/**
 * Judges proofs. {@link Observation#found} is {@code holds}, {@code no-packet}, {@code unclear}, or the mismatch:
 * {@code not-accepted}, {@code not-rejected}, {@code looser}, {@code stricter}, {@code otherwise}.
 */
final class ProofJudge {
    private ProofJudge() {}

    static Finding judge(Check.Proof check, Supplier<Lab> labs, Groundwork ground) {
        Explained explained = explained(check, labs, ground);
        String found = switch (explained.proof()) {
            case Proof.Holds holds -> "holds";
            case Proof.NoPacket none -> "no-packet";
            case Proof.Unclear unclear -> "unclear";
            case Proof.Fails fails ->
                fails.mismatch().name().toLowerCase(Locale.ROOT).replace('_', '-');
        };
        List<Text> details = ProofWords.lines(explained);
        List<Text> repair = ProofWords.repair(explained);
        List<String> all =
                Stream.concat(details.stream(), repair.stream()).map(Text::en).toList();
        String host = check.view() instanceof View.AtChain chain ? chain.host() : ((View.Path) check.view()).from();
        List<PacketEvent> events = explained.played().map(Replay.Played::events).orElse(List.of());
        List<PacketEvent> first = events.isEmpty() || ProofWords.lostAnswer(explained)
                ? events
                : events.stream()
                        .filter(e -> e.packetId() == events.getFirst().packetId())
                        .toList();
        Optional<Loss> loss = Evidence.loss(first);
        Optional<Decision> decision =
                loss.isPresent() ? Evidence.stopped(first, loss.get()) : Evidence.lastAt(first, host);
        if (decision.isEmpty()) {
            decision = Evidence.lastAt(first, host);
        }
        Observation seen =
                new Observation(host, found, String.join("\n", all), loss.orElse(null), decision.orElse(null));
        return Finding.explained(explained.proof().holds(), seen, first, details, Text.lines(repair));
    }

    /** The proof of a check, with its witness and, where allowed, the change that mends it. */
    static Explained explained(Check.Proof check, Supplier<Lab> labs, Groundwork ground) {
        return check.reference().isEmpty()
                ? Explained.goals(labs, check.view(), check.goals(), check.repair(), ground)
                : Explained.same(labs, reference(check, labs.get().spec()), check.view(), check.repair(), ground);
    }

    /** What can be known of a check's lab before anybody answered. */
    static Groundwork ground(Check.Proof check, LabSpec lab) {
        return check.reference().isEmpty()
                ? Groundwork.of(Lab.boot(lab), check.view(), check.goals())
                : Groundwork.of(reference(check, lab), check.view());
    }

    private static Lab reference(Check.Proof check, LabSpec lab) {
        Lab reference = Lab.boot(lab);
        if (!check.reference().equals(Check.Proof.START) && check.view() instanceof View.AtChain chain) {
            reference.run(chain.host(), check.reference());
        }
        return reference;
    }
}
