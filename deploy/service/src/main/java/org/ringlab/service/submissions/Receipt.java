package org.ringlab.service.submissions;

import java.util.List;

/**
 * What became of a notebook that was handed in.
 *
 * @param submissions those accepted, with their reports as far as they are there
 * @param refused exercises left out, and why
 */
public record Receipt(List<SubmissionView> submissions, List<Refused> refused) {
    /** Copies the lists. */
    public Receipt {
        submissions = List.copyOf(submissions);
        refused = List.copyOf(refused);
    }
}
