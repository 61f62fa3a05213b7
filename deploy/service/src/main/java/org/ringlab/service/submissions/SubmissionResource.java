package org.ringlab.service.submissions;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;
import org.ringlab.service.accounts.Accounts;
import org.ringlab.service.accounts.CurrentUser;
import org.ringlab.service.accounts.Role;
import org.ringlab.service.web.Refusal;

/** Submitting and asking for reports, for programs: the notebook's submit button, scripts. */
@Path("/api/ringlab/submissions")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.STUDENT_NAME)
public class SubmissionResource {
    private final SubmitService submit;
    private final Submissions submissions;
    private final SubmissionViews views;
    private final Accounts accounts;
    private final CurrentUser user;

    SubmissionResource(
            SubmitService submit, Submissions submissions, SubmissionViews views, Accounts accounts, CurrentUser user) {
        this.submit = submit;
        this.submissions = submissions;
        this.views = views;
        this.accounts = accounts;
        this.user = user;
    }

    /**
     * What to submit.
     *
     * @param path the notebook's, below the student's root
     * @param exercise one exercise's id; absent for all of the lesson
     */
    public record Order(@Nullable String path, @Nullable String exercise) {}

    /**
     * What became of it.
     *
     * @param reports students' reports, one for each exercise that is graded; behind them one of status REFUSED for each exercise
     *     that was left out, with the reason as its message
     * @param waiting the other submissions, with the address to ask for each again
     */
    public record Answer(List<JsonNode> reports, List<SubmissionView> waiting) {}

    /** Submits a stored notebook: 200 with the reports, or 202 if they take longer than about two seconds. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response submit(@Nullable Order order) {
        if (order == null || order.path() == null) {
            throw Refusal.badRequest("请求里缺少 path。", "The request has no \"path\".");
        }
        return answer(submit.submitStored(user.name(), order.path(), order.exercise()));
    }

    /** Submits an uploaded notebook of a lesson. */
    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Response upload(
            @RestForm("notebook") @Nullable FileUpload notebook,
            @RestForm("lesson") @Nullable String lesson,
            @RestForm("exercise") @Nullable String exercise) {
        if (notebook == null || lesson == null) {
            throw Refusal.badRequest(
                    "表单需要 notebook（.ipynb 文件）和 lesson 两项。", "The form needs notebook (an .ipynb file) and lesson.");
        }
        return answer(submit.submitFile(user.name(), lesson, exercise, notebook.uploadedFile(), notebook.fileName()));
    }

    /** One submission of one's own; anybody else's does not exist. */
    @GET
    @Path("{id}")
    @Transactional
    public SubmissionView get(@PathParam("id") long id) {
        return accounts.byName(user.name())
                .flatMap(student -> submissions.ofStudent(student, id))
                .map(views::of)
                .orElseThrow(() -> Refusal.notFound("没有这次提交。", "There is no such submission."));
    }

    private Response answer(Receipt receipt) {
        List<SubmissionView> waiting =
                receipt.submissions().stream().filter(SubmissionView::waiting).toList();
        List<JsonNode> reports = Stream.concat(
                        receipt.submissions().stream().flatMap(view -> Stream.ofNullable(view.report())),
                        receipt.refused().stream().map(views::of))
                .toList();
        return Response.status(waiting.isEmpty() ? Response.Status.OK : Response.Status.ACCEPTED)
                .entity(new Answer(reports, waiting))
                .build();
    }
}
