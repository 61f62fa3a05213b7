package org.ringlab.service.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.service.accounts.CurrentUser;
import org.ringlab.service.accounts.Role;
import org.ringlab.service.marking.Appeal;
import org.ringlab.service.marking.Appeals;
import org.ringlab.service.web.Refusal;

/** Appeals to be answered, for teachers' programs. */
@Path("/api/ringlab/teacher/appeals")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.TEACHER_NAME)
public class AppealsApi {
    private static final int MOST = 200;

    private final Appeals appeals;
    private final CurrentUser user;

    AppealsApi(Appeals appeals, CurrentUser user) {
        this.appeals = appeals;
        this.user = user;
    }

    /**
     * An appeal.
     *
     * @param state OPEN, ANSWERED or UPHELD
     * @param answer empty while it is open
     * @param answeredBy null while it is open
     */
    public record Listed(
            long id,
            long submission,
            String student,
            String exercise,
            String check,
            Instant madeAt,
            String text,
            String state,
            String answer,
            @Nullable String answeredBy) {}

    /**
     * An answer.
     *
     * @param uphold the student is right, and gets the check's points
     * @param answer what the student reads
     */
    public record Order(boolean uphold, @Nullable String answer) {}

    /** The newest, open ones first. */
    @GET
    @Transactional
    public List<Listed> list() {
        return appeals.newest(MOST).stream().map(AppealsApi::listed).toList();
    }

    /** Answers one, once. */
    @POST
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public void answer(@PathParam("id") long id, @Nullable Order order) {
        if (order == null) {
            throw Refusal.badRequest("请求是空的。", "The request is empty.");
        }
        appeals.answer(user.name(), id, order.uphold(), order.answer());
    }

    private static Listed listed(Appeal appeal) {
        return new Listed(
                appeal.id(),
                appeal.submission().id(),
                appeal.submission().student().username(),
                appeal.submission().exercise(),
                appeal.check(),
                appeal.madeAt(),
                appeal.text(),
                appeal.state().name(),
                appeal.answer(),
                appeal.answeredBy());
    }
}
