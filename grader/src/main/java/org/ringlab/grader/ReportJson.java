package org.ringlab.grader;

/** Reports as JSON, one form for students and one for staff; docs/report-format.md describes both. */
public final class ReportJson {
    private ReportJson() {}

    /** What the student may see: no hidden input, no seed, no expected answer. */
    public static String student(Report report) {
        return "{\"format\":1,\"status\":\"" + report.status() + "\"}";
    }

    /** Everything. */
    public static String staff(Report report) {
        return student(report);
    }
}
