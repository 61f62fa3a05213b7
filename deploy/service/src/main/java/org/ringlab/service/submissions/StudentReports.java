package org.ringlab.service.submissions;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Reports as students see them; implemented where points are given by hand. */
public interface StudentReports {
    /**
     * A submission's report at this moment: what its exercise lets be shown now, with what was changed by hand, and appeals.
     *
     * @throws IllegalStateException if there is no report yet
     */
    ObjectNode of(SubmissionRecord submission);
}
