package org.ringlab.service.kernels;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What the probe inside a sandbox found.
 *
 * @param checks one entry an attempt to get out
 * @param error why the probe could not be run at all; empty when it ran
 */
public record IsolationReport(List<Check> checks, String error) {
    /** Copies the checks. */
    public IsolationReport {
        checks = List.copyOf(checks);
    }

    /**
     * One attempt.
     *
     * @param name what was tried
     * @param held whether the sandbox held
     * @param detail what happened
     */
    public record Check(String name, boolean held, String detail) {}

    /**
     * Whether isolation is proven: every attempt was made and every one failed.
     *
     * @return false when anything got out, or nothing was tried
     */
    public boolean proven() {
        return error.isEmpty()
                && checks.size() == IsolationProbe.CHECKS
                && checks.stream().allMatch(Check::held);
    }

    /**
     * The reason in one line.
     *
     * @return "held" or what failed
     */
    public String summary() {
        if (!error.isEmpty()) {
            return error;
        }
        if (checks.size() != IsolationProbe.CHECKS) {
            return "the probe made " + checks.size() + " of " + IsolationProbe.CHECKS + " attempts";
        }
        String open = checks.stream()
                .filter(check -> !check.held())
                .map(check -> check.name() + " (" + check.detail() + ")")
                .collect(Collectors.joining(", "));
        return open.isEmpty() ? "all " + checks.size() + " attempts were stopped" : "not stopped: " + open;
    }
}
