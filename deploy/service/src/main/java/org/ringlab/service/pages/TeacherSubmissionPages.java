package org.ringlab.service.pages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.Text;
import org.ringlab.display.VisibleText;
import org.ringlab.grader.Status;
import org.ringlab.service.accounts.CurrentUser;
import org.ringlab.service.accounts.Role;
import org.ringlab.service.marking.Marking;
import org.ringlab.service.marking.ShownReports;
import org.ringlab.service.submissions.GradingQueue;
import org.ringlab.service.submissions.ListedSubmission;
import org.ringlab.service.submissions.Mark;
import org.ringlab.service.submissions.ReportRecord;
import org.ringlab.service.submissions.Reports;
import org.ringlab.service.submissions.SubmissionRecord;
import org.ringlab.service.submissions.Submissions;
import org.ringlab.service.submissions.Uploads;
import org.ringlab.service.web.Refusal;

/** Everybody's submissions, for teachers. */
@Path("/teacher/submissions")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Role.TEACHER_NAME)
public class TeacherSubmissionPages {
    private static final int PAGE_SIZE = 50;

    /**
     * Nothing of a submitted notebook runs in a teacher's session: no scripts, and an origin of its own. Styles and
     * embedded images are all it may have.
     */
    private static final String SANDBOX =
            "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";

    private final Pages pages;
    private final Submissions submissions;
    private final ReportReader reports;
    private final NotebookHtml notebooks;
    private final ObjectMapper json;

    private final ShownReports shown;
    private final Reports kept;
    private final Marking marking;
    private final GradingQueue queue;
    private final Uploads uploads;
    private final CurrentUser user;

    TeacherSubmissionPages(
            Pages pages,
            Submissions submissions,
            ReportReader reports,
            NotebookHtml notebooks,
            ObjectMapper json,
            ShownReports shown,
            Reports kept,
            Marking marking,
            GradingQueue queue,
            Uploads uploads,
            CurrentUser user) {
        this.shown = shown;
        this.kept = kept;
        this.marking = marking;
        this.queue = queue;
        this.uploads = uploads;
        this.user = user;
        this.pages = pages;
        this.submissions = submissions;
        this.reports = reports;
        this.notebooks = notebooks;
        this.json = json;
    }

    @CheckedTemplate(basePath = "pages")
    static class Templates {
        static native TemplateInstance teacherSubmissions(
                Frame page, List<Row> rows, int number, boolean more, String filter);

        static native TemplateInstance teacherSubmission(
                Frame page,
                long id,
                String student,
                int attempt,
                int version,
                String receivedAt,
                @Nullable ReportView report,
                boolean failed,
                List<Change> changes,
                List<Earlier> earlier,
                Received received,
                @Nullable String staffJson);
    }

    /** Points that were given by hand, or taken back (empty). */
    public record Change(String at, String by, String check, String was, String points, String comment) {}

    /** A report that another has replaced. */
    public record Earlier(int version, String score, String by, String at) {}

    /** What is known of the file as received. */
    public record Received(String name, String size, String sha256) {}

    /** A line of the list. */
    public record Row(
            long id,
            String receivedAt,
            String student,
            String exercise,
            int attempt,
            int version,
            String statusText,
            String tone,
            String score) {}

    /** A page of submissions, newest first. */
    @GET
    @Transactional
    public TemplateInstance list(
            @QueryParam("page") int page,
            @QueryParam("failed") boolean failed,
            @QueryParam("student") @Nullable String student) {
        int number = Math.max(0, page);
        String named = student == null || student.isBlank() ? null : student;
        List<ListedSubmission> found = submissions.newest(number, PAGE_SIZE, failed, named);
        String filter = (failed ? "&failed=true" : "")
                + (named == null ? "" : "&student=" + URLEncoder.encode(named, StandardCharsets.UTF_8));
        return pages.localized(Templates.teacherSubmissions(
                pages.frame(pages.words().submissions()),
                found.stream().map(this::row).toList(),
                number,
                found.size() == PAGE_SIZE,
                filter));
    }

    /** One submission with the report for staff. */
    @GET
    @Path("{id}")
    @Transactional
    public TemplateInstance show(@PathParam("id") long id) {
        SubmissionRecord submission = find(id);
        ReportRecord report = submission.report();
        return pages.localized(Templates.teacherSubmission(
                pages.frame(submission.exercise()),
                id,
                submission.student().username(),
                submission.attempt(),
                submission.version(),
                Pages.time(submission.receivedAt()),
                report == null ? null : reports.read(shown.forStaff(submission), pages.language(), pages.words()),
                report != null && report.status() == Status.GRADER_ERROR,
                changes(id),
                kept.history(id).stream()
                        .map(earlier -> new Earlier(
                                earlier.version(),
                                earlier.status() == Status.GRADED
                                        ? Pages.points(earlier.score()) + " / " + Pages.points(earlier.max())
                                        : earlier.status().name(),
                                earlier.replacedBy(),
                                Pages.time(earlier.replacedAt())))
                        .toList(),
                new Received(
                        submission.handedIn().fileName(),
                        String.format(Locale.ROOT, "%,d", submission.handedIn().size()),
                        submission.handedIn().sha256()),
                report == null ? null : VisibleText.of(indented(report.staffJson()))));
    }

    private List<Change> changes(long id) {
        return kept.changes(id).reversed().stream()
                .map(change -> new Change(
                        Pages.time(change.changedAt()),
                        change.changedBy(),
                        change.mark().check() == null ? "" : change.mark().check(),
                        Pages.points(change.was()),
                        change.mark().points() == null
                                ? ""
                                : Pages.points(change.mark().points()),
                        change.comment()))
                .toList();
    }

    /** Gives points by hand for a check, or (without one) for all; an empty field takes back what was given. */
    @POST
    @Path("{id}/marks")
    public Response mark(
            @PathParam("id") long id,
            @FormParam("check") @Nullable String check,
            @FormParam("points") @Nullable String points,
            @FormParam("comment") @Nullable String comment) {
        Mark mark = new Mark(check == null || check.isBlank() ? null : check, points(points));
        marking.give(user.name(), id, mark, comment);
        return back(id);
    }

    private static @Nullable Double points(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return Double.valueOf(text.strip());
        } catch (NumberFormatException e) {
            throw Refusal.badRequest("“" + text + "”不是分数。", "“" + text + "” is no number of points.");
        }
    }

    /** Grades once more what the grader failed on. */
    @POST
    @Path("{id}/again")
    public Response again(@PathParam("id") long id) {
        if (!queue.again(id)) {
            throw new Refusal(
                    409,
                    new Text(
                            "这次提交不需要重新评分，或者已在等待。", "This submission needs no other grading, or waits for it already."));
        }
        return back(id);
    }

    private static Response back(long id) {
        return Response.seeOther(URI.create("/teacher/submissions/" + id)).build();
    }

    /** The file as received, byte for byte, to be saved: never shown by the browser. */
    @GET
    @Path("{id}/received")
    @Transactional
    public Response received(@PathParam("id") long id) throws IOException {
        SubmissionRecord submission = find(id);
        byte[] file;
        try (InputStream in = uploads.received(submission.handedIn())) {
            file = in.readAllBytes();
        }
        return Response.ok(file, MediaType.APPLICATION_OCTET_STREAM)
                .header("Content-Disposition", "attachment; filename=\"submission-" + id + ".ipynb\"")
                .header("Content-Security-Policy", SANDBOX)
                .build();
    }

    /** The staff's report as it is kept, to be saved beside the file as received: {@code ringlab grade --replay} makes it again. */
    @GET
    @Path("{id}/report")
    @Transactional
    public Response report(@PathParam("id") long id) {
        ReportRecord report = find(id).report();
        if (report == null) {
            throw Refusal.notFound("还没有报告。", "There is no report yet.");
        }
        return Response.ok(report.staffJson().getBytes(StandardCharsets.UTF_8), MediaType.APPLICATION_OCTET_STREAM)
                .header("Content-Disposition", "attachment; filename=\"submission-" + id + ".json\"")
                .header("Content-Security-Policy", SANDBOX)
                .build();
    }

    /** The notebook as handed in, shown in a frame that can do nothing. */
    @GET
    @Path("{id}/notebook")
    @Transactional
    public Response notebook(@PathParam("id") long id) {
        return Response.ok(
                        notebooks.render(
                                Objects.requireNonNullElse(find(id).handedIn().notebook(), ""), pages.language()),
                        MediaType.TEXT_HTML + ";charset=UTF-8")
                .header("Content-Security-Policy", SANDBOX)
                .build();
    }

    private Row row(ListedSubmission submission) {
        Status status = submission.status();
        Double counted = submission.counted();
        Double score = submission.score();
        Double max = submission.max();
        return new Row(
                submission.id(),
                Pages.time(submission.receivedAt()),
                submission.student(),
                submission.exercise(),
                submission.attempt(),
                submission.version(),
                status == null ? pages.words().waiting() : ReportReader.words(status, pages.words()),
                status == null || score == null || max == null ? "" : ReportReader.tone(status, score, max),
                counted == null || max == null ? "" : Pages.points(counted) + " / " + Pages.points(max));
    }

    private SubmissionRecord find(long id) {
        return submissions.byId(id).orElseThrow(() -> Refusal.notFound("没有这次提交。", "There is no such submission."));
    }

    private String indented(String text) {
        try {
            return json.readTree(text).toPrettyString();
        } catch (JsonProcessingException e) {
            return text;
        }
    }
}
