package org.ringlab.service.pages;

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
    private final Pages pages;
    private final CurrentUser user;
    private final Submissions submissions;
    private final Catalog catalog;
    private final ReportReader reports;
    private final StudentReports shown;
    private final Reports kept;
    private final Appeals appeals;

    SubmissionPage(
            Pages pages,
            CurrentUser user,
            Submissions submissions,
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
        this.catalog = catalog;
        this.reports = reports;
    }

    @CheckedTemplate(basePath = "pages")
    static class Templates {
        static native TemplateInstance submission(
                Frame page,
                String lessonId,
                String lessonTitle,
                int attempt,
                int version,
                String receivedAt,
                long id,
                List<String> earlier,
                @Nullable ReportView report);
    }

    /** The submission's report, or that it waits. */
    @GET
    @Transactional
    public TemplateInstance show(@PathParam("id") long id) {
        SubmissionRecord submission = user.account()
                .flatMap(student -> submissions.ofStudent(student, id))
                .orElseThrow(() -> Refusal.notFound("没有这次提交。", "There is no such submission."));
        String lessonId =
                submission.exercise().substring(0, submission.exercise().indexOf('/'));
        String language = pages.language();
        ReportRecord report = submission.report();
        return pages.localized(Templates.submission(
                pages.frame(catalog.current(submission.exercise())
                        .map(pack -> pack.title().in(language))
                        .orElse(submission.exercise())),
                lessonId,
                catalog.lesson(lessonId)
                        .map(lesson -> lesson.title().in(language))
                        .orElse(lessonId),
                submission.attempt(),
                submission.version(),
                Pages.time(submission.receivedAt()),
                id,
                earlier(submission),
                report == null ? null : reports.read(shown.of(submission), language, pages.words())));
    }

    /** Contests a check of the report, and shows it again. */
    @POST
    @Path("appeals")
    public Response contest(
            @PathParam("id") long id,
            @FormParam("check") @Nullable String check,
            @FormParam("text") @Nullable String text) {
        Account student = user.account().orElseThrow();
        appeals.contest(student, id, check, text);
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
