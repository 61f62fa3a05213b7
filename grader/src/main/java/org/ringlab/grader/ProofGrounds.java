package org.ringlab.grader;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.ringlab.checks.Check;
import org.ringlab.checks.CheckRunner;
import org.ringlab.host.LabSpec;
import org.ringlab.proof.Groundwork;

/**
 * What the proofs about an exercise's public lab begin with, made for each when it is first graded. Reports are the same
 * with and without; several graders may ask at a time. All are equal: they hold nothing that isn't the exercise's already.
 */
public final class ProofGrounds {
    private final Map<String, Groundwork> byCheck = new ConcurrentHashMap<>();

    /** None yet. */
    ProofGrounds() {}

    Groundwork of(Check.Proof check, LabSpec lab) {
        return byCheck.computeIfAbsent(check.terms().id(), id -> CheckRunner.ground(check, lab));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ProofGrounds;
    }

    @Override
    public int hashCode() {
        return ProofGrounds.class.hashCode();
    }

    @Override
    public String toString() {
        return "";
    }
}
