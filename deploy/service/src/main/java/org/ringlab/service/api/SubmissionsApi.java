package org.ringlab.service.api;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.Text;
import org.ringlab.grader.Status;
import org.ringlab.service.accounts.CurrentUser;
import org.ringlab.service.accounts.Role;
import org.ringlab.service.marking.Marking;
import org.ringlab.service.marking.ShownReports;
import org.ringlab.service.submissions.GradingQueue;
import org.ringlab.service.submissions.Mark;
import org.ringlab.service.submissions.ReportRecord;
import org.ringlab.service.submissions.Reports;
import org.ringlab.service.submissions.SubmissionRecord;
import org.ringlab.service.submissions.SubmissionView;
import org.ringlab.service.submissions.Submissions;
import org.ringlab.service.web.Refusal;

/** Everybody's submissions and the points given by hand, for teachers' programs. */
@Path("/api/ringlab/teacher/submissions")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.TEACHER_NAME)
public class SubmissionsApi {
    private static final int PAGE_SIZE = 50;

    private final Submissions submissions;
    private final Reports reports;
    private final ShownReports shown;
    private final Marking marking;
    private final GradingQueue queue;
    private final CurrentUser user;

    SubmissionsApi(
            Submissions submissions,
            Reports reports,
            ShownReports shown,
            Marking marking,
            GradingQueue queue,
            CurrentUser user) {
        this.submissions = submissions;
        this.reports = reports;
        this.shown = shown;
        this.marking = marking;
        this.queue = queue;
        this.user = user;
    }

    /**
     * A submission in a list.
     *
     * @param status WAITING, GRADED, NOT_GRADABLE or GRADER_ERROR
     * @param score the report's points; null while it waits
     * @param max to be had; null while it waits
     * @param counted what counts, by hand and lateness; null for nothing
     */
    public record Listed(
            long id,
            Instant receivedAt,
            String student,
            String exercise,
            int version,
            int attempt,
            String status,
            @Nullable Double score,
            @Nullable Double max,
            @Nullable Double counted) {}

    /**
     * Points given by hand, or taken back.
     *
     * @param check the check's id in the exercise; null for the whole submission
     * @param points null: taken back
     * @param was what held before
     */
    public record Given(
            @Nullable String check, @Nullable Double points, double was, String comment, String by, Instant at) {}

    /** A report that another has replaced. */
    public record Replaced(int version, String status, double score, double max, String by, Instant at) {}

    /**
     * One submission.
     *
     * @param report the staff's; null while it waits
     * @param marks all that was given by hand, oldest first
     * @param earlier replaced reports, newest first
     */
    public record Full(Listed submission, @Nullable JsonNode report, List<Given> marks, List<Replaced> earlier) {}

    /**
     * Points to be given.
     *
     * @param check the check's id in the exercise; null for the whole submission
     * @param points null takes back what was given
     * @param comment why; the student reads it
     */
    public record Order(
            @Nullable String check,
            @Nullable Double points,
            @Nullable String comment) {}

    /** A page of submissions, newest first. */
    @GET
    @Transactional
    public List<Listed> list(
            @QueryParam("page") int page,
            @QueryParam("failed") boolean failed,
            @QueryParam("student") @Nullable String student) {
        return submissions.newest(Math.max(0, page), PAGE_SIZE, failed, student).stream()
                .map(each -> new Listed(
                        each.id(),
                        each.receivedAt(),
                        each.student(),
                        each.exercise(),
                        each.version(),
                        each.attempt(),
                        each.status() == null
                                ? SubmissionView.WAITING
                                : each.status().name(),
                        each.status() == Status.GRADED ? each.score() : null,
                        each.status() == Status.GRADED ? each.max() : null,
                        each.counted()))
                .toList();
    }

    /** One, with the staff's report and all that was done by hand. */
    @GET
    @Path("{id}")
    @Transactional
    public Full show(@PathParam("id") long id) {
        SubmissionRecord submission =
                submissions.byId(id).orElseThrow(() -> Refusal.notFound("没有这次提交。", "There is no such submission."));
        return new Full(
                listed(submission),
                submission.report() == null ? null : shown.forStaff(submission),
                reports.changes(id).stream()
                        .map(change -> new Given(
                                change.mark().check(),
                                change.mark().points(),
                                change.was(),
                                change.comment(),
                                change.changedBy(),
                                change.changedAt()))
                        .toList(),
                reports.history(id).stream()
                        .map(old -> new Replaced(
                                old.version(),
                                old.status().name(),
                                old.score(),
                                old.max(),
                                old.replacedBy(),
                                old.replacedAt()))
                        .toList());
    }

    /** Gives points by hand, or takes them back; answers as {@link #show} does. */
    @POST
    @Path("{id}/marks")
    @Transactional
    public Full mark(@PathParam("id") long id, @Nullable Order order) {
        if (order == null) {
            throw Refusal.badRequest("请求是空的。", "The request is empty.");
        }
        String check = order.check();
        Mark mark = new Mark(check == null || check.isBlank() ? null : check, order.points());
        marking.give(user.name(), id, mark, order.comment());
        return show(id);
    }

    /** Grades once more what the grader failed on. */
    @POST
    @Path("{id}/again")
    @Consumes(MediaType.WILDCARD)
    public void again(@PathParam("id") long id) {
        if (!queue.again(id)) {
            throw new Refusal(
                    409,
                    new Text(
                            "这次提交不需要重新评分，或者已在等待。", "This submission needs no other grading, or waits for it already."));
        }
    }

    private static Listed listed(SubmissionRecord submission) {
        ReportRecord report = submission.report();
        ReportRecord graded = report != null && report.status() == Status.GRADED ? report : null;
        return new Listed(
                submission.id(),
                submission.receivedAt(),
                submission.student().username(),
                submission.exercise(),
                submission.version(),
                submission.attempt(),
                report == null ? SubmissionView.WAITING : report.status().name(),
                graded == null ? null : graded.score(),
                graded == null ? null : graded.max(),
                report == null ? null : report.counted());
    }
}
