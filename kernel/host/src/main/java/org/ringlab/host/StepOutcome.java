package org.ringlab.host;

import java.util.List;
import java.util.Optional;

/** What came of one step of a lab; waits leave nothing. */
public sealed interface StepOutcome permits ProbeOutcome, StepOutcome.Ran {
    /** The step's number. */
    int id();

    /**
     * Commands were run.
     *
     * @param id the step's number
     * @param statuses each command's exit status
     * @param output the lines they printed, where the step asks for them
     */
    record Ran(int id, List<Integer> statuses, Optional<List<String>> output) implements StepOutcome {}
}
