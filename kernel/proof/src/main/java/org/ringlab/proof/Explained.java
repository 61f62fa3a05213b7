package org.ringlab.proof;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.ringlab.host.Lab;
import org.ringlab.netfilter.rules.Rule;
import org.ringlab.proof.meaning.View;

/**
 * A proof with all that explains it.
 *
 * @param proof what it came to
 * @param view from where packets were looked at
 * @param played its witness in the simulator; empty where there is none or where it can't be brought about
 * @param looked whether a change was looked for that would mend it
 * @param repair the smallest one, of up to two rules; empty where none was found
 */
public record Explained(Proof proof, View view, Optional<Replay.Played> played, boolean looked, List<Edit> repair) {
    /** Copies the list. */
    public Explained {
        repair = List.copyOf(repair);
    }

    /** Whether the simulator decides about the witness as the proof says. */
    public boolean confirmed() {
        return proof instanceof Proof.Fails fails
                && played.filter(p -> p.accepted() == letsThrough(fails)).isPresent();
    }

    /** Whether what was proven about lets the witness through. */
    public static boolean letsThrough(Proof.Fails fails) {
        return switch (fails.mismatch()) {
            case NOT_REJECTED, LOOSER -> true;
            case NOT_ACCEPTED, STRICTER -> false;
            case OTHERWISE -> fails.fate().filter(fate -> fate.accepted()).isPresent();
        };
    }

    /**
     * Proves goals and explains.
     *
     * @param labs makes the lab, each time a fresh one in the same state
     * @param repairs whether to look for a change that mends it
     * @param ground what is known of the lab before
     */
    public static Explained goals(Supplier<Lab> labs, View view, List<Goal> goals, boolean repairs, Groundwork ground) {
        Proof proof = Prover.goals(labs.get(), view, goals, ground);
        if (repairs && proof instanceof Proof.Fails fails && view instanceof View.AtChain chain) {
            List<Edit> edits =
                    Repair.find(labs, chain, lab -> Prover.goals(lab, view, goals, ground), fails, Repair.pool(goals));
            return new Explained(proof, view, played(labs, view, proof), true, edits);
        }
        return new Explained(proof, view, played(labs, view, proof), false, List.of());
    }

    /**
     * Proves that a lab means the same as another one, and explains; a change is made of the reference's rules.
     *
     * @param ground what is known of them before
     */
    public static Explained same(Supplier<Lab> labs, Lab reference, View view, boolean repairs, Groundwork ground) {
        Proof proof = Prover.same(labs.get(), reference, view, ground);
        if (repairs && proof instanceof Proof.Fails fails && view instanceof View.AtChain chain) {
            List<Rule> pool = Repair.pool(reference, chain);
            List<Edit> edits = Repair.find(labs, chain, lab -> Prover.same(lab, reference, view, ground), fails, pool);
            return new Explained(proof, view, played(labs, view, proof), true, edits);
        }
        return new Explained(proof, view, played(labs, view, proof), false, List.of());
    }

    private static Optional<Replay.Played> played(Supplier<Lab> labs, View view, Proof proof) {
        return proof instanceof Proof.Fails fails ? Replay.play(labs, view, fails.witness()) : Optional.empty();
    }
}
