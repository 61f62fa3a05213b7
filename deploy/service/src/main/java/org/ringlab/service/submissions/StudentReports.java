package org.ringlab.service.submissions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.ringlab.service.rules.Rules;

/** Reports as students see them; implemented where points are given by hand. */
public interface StudentReports {
    /**
     * A submission's report at this moment: what its exercise lets be shown now, with what was changed by hand, and appeals.
     *
     * @throws IllegalStateException if there is no report yet
     */
    ObjectNode of(SubmissionRecord submission);

    /** The same by rules and a report that were read already. */
    ObjectNode of(SubmissionRecord submission, ReportRecord report, Rules.Holding holds);
}
