package org.ringlab.service.submissions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ringlab.grader.Status;
import org.ringlab.service.rules.Rules;

/** Keeps reports, with what they count and what has to be known of their checks. Call within a transaction. */
@ApplicationScoped
public class Reports {
    /** With the end of its job: students of a class wait at the same minute, and each statement is a way to the database and back. */
    private static final String FIRST = """
            WITH done AS (DELETE FROM grading_job WHERE submission = :submission)
            INSERT INTO report (submission, status, score, max, counted, student_json, staff_json, outcomes, graded_at)
            VALUES (:submission, :status, :score, :max, :counted, :student, :staff, cast(:outcomes AS jsonb), :now)""";

    private static final String NOTED =
            "UPDATE report SET outcomes = cast(:outcomes AS jsonb) WHERE submission = :submission";

    private final EntityManager entities;
    private final ObjectMapper json;
    private final Rules rules;

    Reports(EntityManager entities, ObjectMapper json, Rules rules) {
        this.entities = entities;
        this.json = json;
        this.rules = rules;
    }

    /**
     * Keeps the first result of grading a submission, and ends its job.
     *
     * @return the report as kept
     */
    ReportRecord first(SubmissionRecord submission, GradingResult result) {
        // Nothing was given by hand before there is a report, so there is less to ask.
        boolean graded = result.status() == Status.GRADED;
        Double score = graded ? result.score() : null;
        ReportRecord report =
                new ReportRecord(submission, result, Marks.NONE.counted(score, Map.of(), submission.latePercent()));
        entities.createNativeQuery(FIRST)
                .setParameter("submission", submission.id())
                .setParameter("status", report.status().name())
                .setParameter("score", report.score())
                .setParameter("max", report.max())
                .setParameter("counted", report.counted())
                .setParameter("student", report.studentJson())
                .setParameter("staff", report.staffJson())
                .setParameter("now", report.gradedAt())
                .setParameter("outcomes", text(graded ? outcomes(report.staffJson()) : List.of()))
                .executeUpdate();
        return report;
    }

    /**
     * Keeps the result of grading a submission again. The report that was there goes to the history, unless the grader has
     * failed: then it stays.
     *
     * @param version the exercise's, that graded
     * @param who made it be graded again
     */
    public void replace(SubmissionRecord submission, int version, GradingResult result, String who, String reason) {
        ReportRecord report = Objects.requireNonNull(submission.report());
        if (result.status() == Status.GRADER_ERROR) {
            return;
        }
        entities.persist(new ReportHistory(submission, report, who, reason, rules.now()));
        report.replace(result);
        submission.regraded(version);
        List<CheckOutcome> outcomes = outcomes(report.staffJson());
        note(submission.id(), report.status() == Status.GRADED ? outcomes : List.of());
        recount(submission, report, outcomes);
    }

    /** Notes how a report's checks ended. */
    void note(Long submission, ReportRecord report) {
        note(submission, outcomes(report.staffJson()));
    }

    private void note(Long submission, List<CheckOutcome> outcomes) {
        entities.createNativeQuery(NOTED)
                .setParameter("submission", submission)
                .setParameter("outcomes", text(outcomes))
                .executeUpdate();
    }

    /** Works out again what a submission counts. */
    public void recount(SubmissionRecord submission, ReportRecord report) {
        recount(submission, report, outcomes(report.staffJson()));
    }

    private void recount(SubmissionRecord submission, ReportRecord report, List<CheckOutcome> outcomes) {
        report.count(counted(submission, report.status(), report.score(), outcomes));
    }

    /** What a submission would count if it had that report. */
    public @Nullable Double counted(
            SubmissionRecord submission, Status status, double score, List<CheckOutcome> outcomes) {
        Map<String, Double> earned = new HashMap<>();
        outcomes.forEach(outcome -> earned.put(outcome.check(), outcome.points()));
        return marks(submission.id()).counted(status == Status.GRADED ? score : null, earned, submission.latePercent());
    }

    /** The checks of a staff's report. */
    public List<CheckOutcome> outcomes(String staffJson) {
        return CheckOutcome.of(tree(staffJson));
    }

    /** A report as a tree. */
    public JsonNode tree(String report) {
        try {
            return json.readTree(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The grader's report is no JSON", e);
        }
    }

    /** All that was given by hand, oldest first. */
    public List<MarkChange> changes(Long submission) {
        return entities.createQuery("from MarkChange where submission = ?1 order by id", MarkChange.class)
                .setParameter(1, submission)
                .getResultList();
    }

    /** What holds of it. */
    public Marks marks(Long submission) {
        return Marks.of(changes(submission).stream().map(MarkChange::mark).toList());
    }

    /** Reports that were replaced, newest first. */
    public List<ReportHistory> history(Long submission) {
        return entities.createQuery("from ReportHistory where submission = ?1 order by id desc", ReportHistory.class)
                .setParameter(1, submission)
                .getResultList();
    }

    private String text(List<CheckOutcome> outcomes) {
        ArrayNode rows = json.createArrayNode();
        for (CheckOutcome outcome : outcomes) {
            rows.addObject()
                    .put("check_id", outcome.check())
                    .put("outcome", outcome.outcome())
                    .put("points", outcome.points())
                    .put("max", outcome.max())
                    .put("misconception", outcome.misconception())
                    .put("found", outcome.found());
        }
        return rows.toString();
    }
}
