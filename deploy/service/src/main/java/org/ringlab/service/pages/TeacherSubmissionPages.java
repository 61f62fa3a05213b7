package org.ringlab.service.pages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.service.accounts.Role;
import org.ringlab.service.submissions.ReportRecord;
import org.ringlab.service.submissions.SubmissionRecord;
import org.ringlab.service.submissions.Submissions;
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

    TeacherSubmissionPages(
            Pages pages, Submissions submissions, ReportReader reports, NotebookHtml notebooks, ObjectMapper json) {
        this.pages = pages;
        this.submissions = submissions;
        this.reports = reports;
        this.notebooks = notebooks;
        this.json = json;
    }

    @CheckedTemplate(basePath = "pages")
    static class Templates {
        static native TemplateInstance teacherSubmissions(Frame page, List<Row> rows, int number, boolean more);

        static native TemplateInstance teacherSubmission(
                Frame page,
                long id,
                String student,
                int attempt,
                int version,
                String receivedAt,
                @Nullable ReportView report,
                @Nullable String staffJson);
    }

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
    public TemplateInstance list(@QueryParam("page") int page) {
        int number = Math.max(0, page);
        List<SubmissionRecord> found = submissions.newest(number, PAGE_SIZE);
        return pages.localized(Templates.teacherSubmissions(
                pages.frame(pages.words().submissions()),
                found.stream().map(this::row).toList(),
                number,
                found.size() == PAGE_SIZE));
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
                report == null ? null : reports.read(report.staffJson(), pages.language(), pages.words()),
                report == null ? null : indented(report.staffJson())));
    }

    /** The notebook as handed in, shown in a frame that can do nothing. */
    @GET
    @Path("{id}/notebook")
    @Transactional
    public Response notebook(@PathParam("id") long id) {
        return Response.ok(
                        notebooks.render(find(id).handedIn().notebook(), pages.language()),
                        MediaType.TEXT_HTML + ";charset=UTF-8")
                .header("Content-Security-Policy", SANDBOX)
                .build();
    }

    private Row row(SubmissionRecord submission) {
        ReportRecord report = submission.report();
        @Nullable
        ReportView view = report == null ? null : reports.read(report.studentJson(), pages.language(), pages.words());
        return new Row(
                submission.id(),
                Pages.time(submission.receivedAt()),
                submission.student().username(),
                submission.exercise(),
                submission.attempt(),
                submission.version(),
                view == null ? pages.words().waiting() : view.statusText(),
                view == null ? "" : view.tone(),
                view == null || !view.graded() ? "" : view.score() + " / " + view.max());
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
