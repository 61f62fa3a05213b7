package org.ringlab.content;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ringlab.checks.Answer;
import org.ringlab.checks.AnswerSpec;
import org.ringlab.checks.Answers;
import org.ringlab.checks.ProofWords;
import org.ringlab.grader.AnswerTexts;
import org.ringlab.grader.ExercisePack;
import org.ringlab.grader.Submission;
import org.ringlab.host.Lab;
import org.ringlab.netfilter.rules.Hook;
import org.ringlab.proof.Explained;
import org.ringlab.proof.Groundwork;
import org.ringlab.proof.Proof;
import org.ringlab.proof.Prover;
import org.ringlab.proof.meaning.View;

/**
 * What a mistake in rules that no check noticed changes, proven for every packet of the public lab: nothing, or the fate of some packet
 * that a scenario could send.
 *
 * @param same whether it changes nothing
 * @param packet how which packet fares otherwise, in English; empty where the meaning is the same
 */
record MutantMeaning(boolean same, String packet) {
    private static final List<Hook> CHAINS = List.of(Hook.INPUT, Hook.FORWARD, Hook.OUTPUT);

    /**
     * Compares an answer with the right one.
     *
     * @return empty where more than rules differs, or where no proof decides it
     */
    static Optional<MutantMeaning> of(ExercisePack pack, String mutant, String reference) {
        Optional<Answers> mine = AnswerTexts.answers(pack.answers(), new Submission(mutant));
        Optional<Answers> right = AnswerTexts.answers(pack.answers(), new Submission(reference));
        Optional<Set<String>> hosts = mine.flatMap(m -> right.flatMap(r -> hosts(m, r)));
        if (mine.isEmpty() || right.isEmpty() || hosts.isEmpty()) {
            return Optional.empty();
        }
        Lab here = lab(pack, mine.get());
        Lab there = lab(pack, right.get());
        for (String host : hosts.get()) {
            for (Hook chain : CHAINS) {
                Proof proof = Prover.same(here, there, new View.AtChain(host, chain), Groundwork.NONE);
                if (proof instanceof Proof.Fails fails) {
                    return Optional.of(new MutantMeaning(false, words(fails)));
                }
                if (!proof.holds()) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(new MutantMeaning(true, ""));
    }

    private static Lab lab(ExercisePack pack, Answers answers) {
        Lab lab = Lab.boot(pack.open().lab());
        answers.applyTo(lab);
        pack.open().after().forEach(step -> lab.run(step.host(), step.run()));
        return lab;
    }

    /** The hosts whose rules are written otherwise; empty where anything else is, too. */
    private static Optional<Set<String>> hosts(Answers mine, Answers right) {
        Set<String> hosts = new LinkedHashSet<>();
        for (Answer answer : mine.list()) {
            String other = right.text(answer.cell());
            if (answer.source().equals(other)) {
                continue;
            }
            boolean typed = answer.spec() instanceof AnswerSpec.Commands || answer.spec() instanceof AnswerSpec.Repair;
            if (!typed || !besideRules(answer.source()).equals(besideRules(other))) {
                return Optional.empty();
            }
            hosts.add(answer.host());
        }
        return hosts.isEmpty() ? Optional.empty() : Optional.of(hosts);
    }

    private static List<String> besideRules(String commands) {
        List<String> others = new ArrayList<>();
        for (String line : commands.lines().map(String::strip).toList()) {
            if (!line.isEmpty() && !line.startsWith("iptables ")) {
                others.add(line);
            }
        }
        return others;
    }

    private static String words(Proof.Fails fails) {
        String fate = switch (fails.mismatch()) {
            case LOOSER, NOT_REJECTED -> "lets through ";
            case STRICTER, NOT_ACCEPTED -> "keeps out ";
            case OTHERWISE -> Explained.letsThrough(fails) ? "sends on otherwise " : "refuses otherwise ";
        };
        return fate
                + ProofWords.witness(fails.atChain().orElse(fails.witness())).en();
    }
}
