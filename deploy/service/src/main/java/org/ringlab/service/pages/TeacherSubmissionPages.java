package org.ringlab.service.pages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.narayana.jta.QuarkusTransaction;
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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
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
import org.ringlab.service.catalog.Catalog;
import org.ringlab.service.marking.Marking;
import org.ringlab.service.marking.ShownReports;
import org.ringlab.service.submissions.GradingQueue;
import org.ringlab.service.submissions.Mark;
import org.ringlab.service.submissions.ReportRecord;
import org.ringlab.service.submissions.Reports;
import org.ringlab.service.submissions.SubmissionRecord;
import org.ringlab.service.submissions.Submissions;
import org.ringlab.service.submissions.Uploads;
import org.ringlab.service.web.Refusal;

/** One submission, whoever's it is, for teachers. */
@Path("/teacher/submissions/{id}")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Role.TEACHER_NAME)
public class TeacherSubmissionPages {
    /**
     * Nothing of a submitted notebook runs in a teacher's session: no scripts, and an origin of its own. Styles and
     * embedded images are all it may have.
     */
    private static final String SANDBOX =
            "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";

    private static final int BAD_REQUEST = 400;

    private final Pages pages;
    private final Submissions submissions;
    private final SubmissionLists lists;
    private final Catalog catalog;
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
            SubmissionLists lists,
            Catalog catalog,
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
        this.lists = lists;
        this.catalog = catalog;
        this.reports = reports;
        this.notebooks = notebooks;
        this.json = json;
    }

    @CheckedTemplate(basePath = "pages")
    static class Templates {
        static native TemplateInstance teacherSubmission(
                Frame page,
                long id,
                String exercise,
                String student,
                String line,
                @Nullable ReportView report,
                boolean failed,
                List<Change> changes,
                List<Earlier> earlier,
                Received received,
                @Nullable String staffJson,
                MarkForm typed,
                Said said);
    }

    /**
     * Points by hand as somebody typed them, and why they could not be given.
     *
     * @param check empty for the whole; null where nothing was typed
     */
    public record MarkForm(@Nullable String check, String points, String comment, String problem) {
        private static final MarkForm NONE = new MarkForm(null, "", "", "");
    }

    /** Points that were given by hand, or taken back (empty). */
    public record Change(String at, String by, String check, String was, String points, String comment) {}

    /** A report that another has replaced. */
    public record Earlier(int version, String score, String by, String at) {}

    /** What is known of the file as received. */
    public record Received(String name, String size, String sha256) {}

    /** With the report for staff. */
    @GET
    @Transactional
    public TemplateInstance show(@PathParam("id") long id) {
        return page(id, MarkForm.NONE, Said.NOTHING);
    }

    /** The page with an answer to an appeal that could not be taken. */
    TemplateInstance page(long id, Said said) {
        return page(id, MarkForm.NONE, said);
    }

    private TemplateInstance page(long id, MarkForm typed, Said said) {
        SubmissionRecord submission = find(id);
        ReportRecord report = submission.report();
        int number = lists.own(submission.student(), submission.exercise()).stream()
                .filter(listed -> listed.id() == id)
                .mapToInt(SubmissionLists.Listed::number)
                .findFirst()
                .orElse(0);
        String received = Pages.time(submission.receivedAt());
        return pages.localized(Templates.teacherSubmission(
                pages.frameAt(
                        catalog.title(submission.exercise())
                                .map(title -> title.in(pages.language()))
                                .orElse(submission.exercise()),
                        "/teacher/submissions/" + id),
                id,
                submission.exercise(),
                submission.student().username(),
                number == 0
                        ? pages.words().uncountedLine(submission.version(), received)
                        : pages.words().submissionLine(number, submission.version(), received),
                report == null ? null : reports.read(shown.forStaff(submission), pages.language(), pages.words()),
                report != null && report.status() == Status.GRADER_ERROR,
                changes(id),
                kept.history(id).stream()
                        .map(earlier -> new Earlier(
                                earlier.version(),
                                earlier.status() == Status.GRADED
                                        ? Pages.points(earlier.score()) + " / " + Pages.points(earlier.max())
                                        : ReportReader.words(earlier.status(), pages.words()),
                                earlier.replacedBy(),
                                Pages.time(earlier.replacedAt())))
                        .toList(),
                new Received(
                        submission.handedIn().fileName(),
                        String.format(Locale.ROOT, "%,d", submission.handedIn().size()),
                        submission.handedIn().sha256()),
                report == null ? null : VisibleText.of(indented(report.staffJson())),
                typed,
                said));
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

    /**
     * Gives points by hand for a check, or (without one) for all; an empty field takes back what was given. What can't be given is
     * shown again, with the reason.
     */
    @POST
    @Path("marks")
    public Response mark(
            @PathParam("id") long id,
            @FormParam("check") @Nullable String check,
            @FormParam("points") @Nullable String points,
            @FormParam("comment") @Nullable String comment) {
        String of = check == null ? "" : check;
        try {
            marking.give(user.name(), id, new Mark(of.isBlank() ? null : of, points(points)), comment);
        } catch (Refusal refusal) {
            if (refusal.status() != BAD_REQUEST) {
                throw refusal;
            }
            MarkForm typed = new MarkForm(
                    of,
                    points == null ? "" : points,
                    comment == null ? "" : comment,
                    refusal.text().in(pages.language()));
            return pages.unprocessed(QuarkusTransaction.requiringNew()
                    .call(() -> page(id, typed, Said.NOTHING).render()));
        }
        return back(id);
    }

    /** Where one is after a form that could not be sent, once signed in again. */
    @GET
    @Path("{form:marks|again}")
    public Response form(@PathParam("id") long id) {
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
    @Path("again")
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
    @Path("received")
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
    @Path("report")
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
    @Path("notebook")
    @Transactional
    public Response notebook(@PathParam("id") long id) {
        return Response.ok(
                        notebooks.render(
                                Objects.requireNonNullElse(find(id).handedIn().notebook(), ""), pages.language()),
                        MediaType.TEXT_HTML + ";charset=UTF-8")
                .header("Content-Security-Policy", SANDBOX)
                .build();
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
