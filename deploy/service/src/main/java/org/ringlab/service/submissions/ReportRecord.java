package org.ringlab.service.submissions;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.MapsId;
import jakarta.persistence.OneToOne;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** The report of one submission. */
@Entity
@Table(name = "report")
public class ReportRecord extends KeptReport {
    @Id
    @Column(name = "submission")
    private Long id;

    @MapsId
    @OneToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "submission")
    private SubmissionRecord submission;

    @Column
    private boolean discussed;

    /** For Hibernate. */
    protected ReportRecord() {}

    /** A submission's first report; {@link Reports} writes it. */
    ReportRecord(SubmissionRecord submission, GradingResult result, @Nullable Double counted) {
        this.submission = submission;
        take(result);
        count(counted);
    }

    /** Notes that somebody gave points by hand, or contested a check. */
    public void discuss() {
        discussed = true;
    }

    /** Whether points may have been given by hand, or a check contested: that is to be looked for only then. */
    public boolean discussed() {
        return discussed;
    }

    /** Puts another grading's result in place; what it counts is to be set after it. */
    void replace(GradingResult result) {
        take(result);
    }
}
