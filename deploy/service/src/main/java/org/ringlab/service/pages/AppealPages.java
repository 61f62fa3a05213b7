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
import org.ringlab.display.VisibleText;
import org.ringlab.service.accounts.CurrentUser;
import org.ringlab.service.accounts.Role;
import org.ringlab.service.marking.Appeal;
import org.ringlab.service.marking.Appeals;
import org.ringlab.service.web.Refusal;

/** Appeals, for teachers to answer. */
@Path("/teacher/appeals")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Role.TEACHER_NAME)
public class AppealPages {
    private static final int MOST = 200;
    private static final int BAD_REQUEST = 400;

    private final Pages pages;
    private final Appeals appeals;
    private final TeacherSubmissionPages submissions;
    private final CurrentUser user;

    AppealPages(Pages pages, Appeals appeals, TeacherSubmissionPages submissions, CurrentUser user) {
        this.submissions = submissions;
        this.pages = pages;
        this.appeals = appeals;
        this.user = user;
    }

    @CheckedTemplate(basePath = "pages")
    static class Templates {
        static native TemplateInstance appeals(Frame page, List<Row> rows, Said said);
    }

    /** An appeal. */
    public record Row(
            long id,
            long submission,
            String student,
            String exercise,
            String check,
            String madeAt,
            String text,
            boolean open,
            String stateText,
            String answer,
            String answeredBy) {}

    /** The newest, open ones first. */
    @GET
    @Transactional
    public TemplateInstance list() {
        return page(Said.NOTHING);
    }

    private TemplateInstance page(Said said) {
        return pages.localized(Templates.appeals(
                pages.frameAt(pages.staffWords().appeals(), "/teacher/appeals"),
                appeals.newest(MOST).stream().map(this::row).toList(),
                said));
    }

    /** Answers one; what can't be taken is shown again where it was typed, with what was expected. */
    @POST
    @Path("{id}")
    public Response answer(
            @PathParam("id") long id,
            @FormParam("answer") @Nullable String answer,
            @FormParam("decision") @Nullable String decision,
            @FormParam("submission") @Nullable Long submission) {
        try {
            appeals.answer(user.name(), id, upheld(decision), answer);
        } catch (Refusal refusal) {
            if (refusal.status() != BAD_REQUEST) {
                throw refusal;
            }
            Said said = Said.answer(
                    id, answer, pages.staffWords().answer(), refusal.text().in(pages.language()));
            return pages.unprocessed(QuarkusTransaction.requiringNew()
                    .call(() -> (submission == null ? page(said) : submissions.page(submission, said)).render()));
        }
        return Response.seeOther(
                        URI.create(submission == null ? "/teacher/appeals" : "/teacher/submissions/" + submission))
                .build();
    }

    private static boolean upheld(@Nullable String decision) {
        if (!"uphold".equals(decision) && !"keep".equals(decision)) {
            throw Refusal.badRequest("请选择给分还是维持原分。", "Choose whether the points are given or stay.");
        }
        return "uphold".equals(decision);
    }

    private Row row(Appeal appeal) {
        Words words = pages.words();
        String by = appeal.answeredBy();
        return new Row(
                appeal.id(),
                appeal.submission().id(),
                appeal.submission().student().username(),
                appeal.submission().exercise(),
                appeal.check(),
                Pages.time(appeal.madeAt()),
                VisibleText.of(appeal.text()),
                appeal.state() == Appeal.State.OPEN,
                switch (appeal.state()) {
                    case OPEN -> words.appealOpen();
                    case ANSWERED -> words.appealAnswered();
                    case UPHELD -> words.appealUpheld();
                },
                appeal.answer(),
                by == null ? "" : by);
    }
}
