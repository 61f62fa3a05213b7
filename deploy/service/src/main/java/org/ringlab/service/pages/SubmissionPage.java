package org.ringlab.service.pages;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;
import org.ringlab.service.accounts.CurrentUser;
import org.ringlab.service.accounts.Role;
import org.ringlab.service.catalog.Catalog;
import org.ringlab.service.submissions.ReportRecord;
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

    SubmissionPage(Pages pages, CurrentUser user, Submissions submissions, Catalog catalog, ReportReader reports) {
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
                report == null ? null : reports.read(report.studentJson(), language, pages.words())));
    }
}
