package org.ringlab.service.pages;

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
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.grader.Status;
import org.ringlab.service.accounts.Account;
import org.ringlab.service.accounts.CurrentUser;
import org.ringlab.service.accounts.Role;
import org.ringlab.service.catalog.Catalog;
import org.ringlab.service.marking.Appeals;
import org.ringlab.service.pages.SubmissionLists.Listed;
import org.ringlab.service.submissions.ReportRecord;
import org.ringlab.service.submissions.Reports;
import org.ringlab.service.submissions.StudentReports;
import org.ringlab.service.submissions.SubmissionRecord;
import org.ringlab.service.submissions.Submissions;
import org.ringlab.service.web.Refusal;

/** A student's own submission; anybody else's does not exist. */
@Path("/submissions/{id}")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Role.STUDENT_NAME)
public class SubmissionPage {
    private static final int BAD_REQUEST = 400;

    private final Pages pages;
    private final CurrentUser user;
    private final Submissions submissions;
    private final SubmissionLists lists;
    private final Catalog catalog;
    private final ReportReader reports;
    private final StudentReports shown;
    private final Reports kept;
    private final Appeals appeals;

    SubmissionPage(
            Pages pages,
            CurrentUser user,
            Submissions submissions,
            SubmissionLists lists,
            Catalog catalog,
            ReportReader reports,
            StudentReports shown,
            Reports kept,
            Appeals appeals) {
        this.shown = shown;
        this.kept = kept;
        this.appeals = appeals;
        this.pages = pages;
        this.user = user;
        this.submissions = submissions;
        this.lists = lists;
        this.catalog = catalog;
        this.reports = reports;
    }

    @CheckedTemplate(basePath = "pages")
    static class Templates {
        static native TemplateInstance submission(
                Frame page,
                String lessonId,
                String lessonTitle,
                String line,
                long id,
                List<String> earlier,
                @Nullable ReportView report,
                List<Own> all,
                Said said);
    }

    /** One of the student's submissions of the exercise; an attempt's number, or none where it cost none. */
    public record Own(
            long id, String attempt, String receivedAt, String statusText, String tone, String score, boolean here) {}

    /** The submission's report, or that it waits. */
    @GET
    @Transactional
    public TemplateInstance show(@PathParam("id") long id) {
        return page(id, Said.NOTHING);
    }

    private TemplateInstance page(long id, Said said) {
        SubmissionRecord submission = user.account()
                .flatMap(student -> submissions.ofStudent(student, id))
                .orElseThrow(() -> Refusal.notFound("没有这次提交。", "There is no such submission."));
        String lessonId =
                submission.exercise().substring(0, submission.exercise().indexOf('/'));
        String language = pages.language();
        ReportRecord report = submission.report();
        List<Listed> all = lists.own(submission.student(), submission.exercise());
        int number = all.stream()
                .filter(listed -> listed.id() == id)
                .mapToInt(Listed::number)
                .findFirst()
                .orElse(0);
        String received = Pages.time(submission.receivedAt());
        return pages.localized(Templates.submission(
                pages.frameAt(
                        catalog.current(submission.exercise())
                                .map(pack -> pack.title().in(language))
                                .orElse(submission.exercise()),
                        "/submissions/" + id),
                lessonId,
                catalog.lesson(lessonId)
                        .map(lesson -> lesson.title().in(language))
                        .orElse(lessonId),
                number == 0
                        ? pages.words().uncountedLine(submission.version(), received)
                        : pages.words().submissionLine(number, submission.version(), received),
                id,
                earlier(submission),
                report == null ? null : reports.read(shown.of(submission), language, pages.words()),
                all.stream().map(listed -> own(listed, id)).toList(),
                said));
    }

    private Own own(Listed listed, long here) {
        Status status = listed.status();
        Double counted = listed.counted();
        return new Own(
                listed.id(),
                listed.number() == 0 ? "–" : String.valueOf(listed.number()),
                Pages.time(listed.receivedAt()),
                status == null ? pages.words().waiting() : ReportReader.words(status, pages.words()),
                status == null ? "" : ReportReader.tone(status, listed.score(), listed.max()),
                counted == null ? "" : Pages.points(counted) + " / " + Pages.points(listed.max()),
                listed.id() == here);
    }

    /** Where one is after an appeal that could not be sent, once signed in again. */
    @GET
    @Path("appeals")
    public Response form(@PathParam("id") long id) {
        return Response.seeOther(URI.create("/submissions/" + id)).build();
    }

    /** Contests a check of the report, and shows it again; so does what can't be taken, with what was typed and what was expected. */
    @POST
    @Path("appeals")
    public Response contest(
            @PathParam("id") long id,
            @FormParam("check") @Nullable String check,
            @FormParam("text") @Nullable String text) {
        Account student = user.account().orElseThrow();
        try {
            appeals.contest(student, id, check, text);
        } catch (Refusal refusal) {
            if (refusal.status() != BAD_REQUEST) {
                throw refusal;
            }
            Said said = Said.contest(
                    check, text, pages.words().appealText(), refusal.text().in(pages.language()));
            return pages.unprocessed(
                    QuarkusTransaction.requiringNew().call(() -> page(id, said).render()));
        }
        return Response.seeOther(URI.create("/submissions/" + id + "#check-" + check))
                .build();
    }

    /** What was counted by earlier versions: a grade that changes says so. */
    private List<String> earlier(SubmissionRecord submission) {
        return kept.history(submission.id()).stream()
                .filter(report -> report.status() == Status.GRADED)
                .map(report -> pages.words()
                        .earlierGrade(
                                Pages.time(report.replacedAt()),
                                report.version(),
                                Pages.points(report.score()) + " / " + Pages.points(report.max())))
                .toList();
    }
}
