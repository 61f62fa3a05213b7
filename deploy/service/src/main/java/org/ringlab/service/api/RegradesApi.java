package org.ringlab.service.api;

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
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.service.accounts.CurrentUser;
import org.ringlab.service.accounts.Role;
import org.ringlab.service.marking.Regrade;
import org.ringlab.service.marking.Regrades;
import org.ringlab.service.pages.RegradeDifferences;
import org.ringlab.service.web.Refusal;

/** Grading an exercise's submissions again, for teachers' programs: begin, look at each difference, apply or discard. */
@Path("/api/ringlab/teacher/regrades")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.TEACHER_NAME)
public class RegradesApi {
    private final Regrades regrades;
    private final RegradeDifferences differences;
    private final CurrentUser user;

    RegradesApi(Regrades regrades, RegradeDifferences differences, CurrentUser user) {
        this.regrades = regrades;
        this.differences = differences;
        this.user = user;
    }

    /**
     * A regrade.
     *
     * @param version of the exercise, that grades
     * @param state OPEN, APPLIED or DISCARDED
     */
    public record Listed(long id, String exercise, int version, String state, String by, Instant at) {}

    /**
     * A regrade with what it changes, or would change.
     *
     * @param waiting submissions that are still to be computed; the differences are there once it is 0
     */
    public record Full(
            Listed regrade,
            int waiting,
            RegradeDifferences.Summary summary,
            List<RegradeDifferences.Difference> differences) {}

    /**
     * What to grade again.
     *
     * @param exercise {@code LESSON/EXERCISE}
     */
    public record Order(@Nullable String exercise) {}

    /** An exercise's regrades, newest first. */
    @GET
    @Transactional
    public List<Listed> list(@QueryParam("exercise") @Nullable String exercise) {
        if (exercise == null) {
            throw Refusal.badRequest("请求里缺少 exercise。", "The request has no \"exercise\".");
        }
        return regrades.of(exercise).stream().map(RegradesApi::listed).toList();
    }

    /** Begins one: 201. Nothing changes for anybody yet. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Transactional
    public Response start(@Nullable Order order) {
        if (order == null || order.exercise() == null) {
            throw Refusal.badRequest("请求里缺少 exercise。", "The request has no \"exercise\".");
        }
        long id = regrades.start(user.name(), order.exercise());
        return Response.status(Response.Status.CREATED).entity(listed(find(id))).build();
    }

    /** What it changes for each student. */
    @GET
    @Path("{id}")
    @Transactional
    public Full show(@PathParam("id") long id) {
        Regrade regrade = find(id);
        Listed listed = listed(regrade);
        int waiting = regrade.state() == Regrade.State.OPEN ? regrades.waiting(regrade) : 0;
        List<RegradeDifferences.Difference> rows = new ArrayList<>();
        if (waiting == 0) {
            regrades.each(
                    regrade,
                    result -> rows.add(
                            differences.of(result, result.submission().attempt(), RegradeDifferences.Names.PLAIN)));
        }
        return new Full(listed, waiting, RegradeDifferences.summary(rows), rows);
    }

    /** Puts the results in place of the reports. */
    @POST
    @Path("{id}/apply")
    public void apply(@PathParam("id") long id) {
        regrades.apply(user.name(), id);
    }

    /** Leaves everything as it is. */
    @POST
    @Path("{id}/discard")
    public void discard(@PathParam("id") long id) {
        regrades.discard(user.name(), id);
    }

    private Regrade find(long id) {
        return regrades.byId(id).orElseThrow(() -> Refusal.notFound("没有这次重新评分。", "There is no such regrade."));
    }

    private static Listed listed(Regrade regrade) {
        return new Listed(
                regrade.id(),
                regrade.exercise(),
                regrade.version(),
                regrade.state().name(),
                regrade.startedBy(),
                regrade.startedAt());
    }
}
