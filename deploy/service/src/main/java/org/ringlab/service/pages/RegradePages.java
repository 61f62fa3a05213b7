package org.ringlab.service.pages;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import org.ringlab.service.accounts.CurrentUser;
import org.ringlab.service.accounts.Role;
import org.ringlab.service.catalog.Catalog;
import org.ringlab.service.catalog.ExerciseVersions;
import org.ringlab.service.marking.Regrade;
import org.ringlab.service.marking.RegradeResult;
import org.ringlab.service.marking.Regrades;
import org.ringlab.service.web.Refusal;

/** Grading an exercise's submissions again: begin, look at each difference, apply or leave it. */
@Path("/teacher")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Role.TEACHER_NAME)
public class RegradePages {
    private final Pages pages;
    private final Regrades regrades;
    private final RegradeDifferences differences;
    private final ExerciseVersions versions;
    private final Catalog catalog;
    private final CurrentUser user;

    RegradePages(
            Pages pages,
            Regrades regrades,
            RegradeDifferences differences,
            ExerciseVersions versions,
            Catalog catalog,
            CurrentUser user) {
        this.pages = pages;
        this.regrades = regrades;
        this.differences = differences;
        this.versions = versions;
        this.catalog = catalog;
        this.user = user;
    }

    @CheckedTemplate(basePath = "pages")
    static class Templates {
        static native TemplateInstance regrades(Frame page, String id, int version, List<Past> past);

        static native TemplateInstance regrade(
                Frame page,
                String exercise,
                long id,
                int version,
                String stateText,
                boolean open,
                int waiting,
                RegradeDifferences.Summary summary,
                List<RegradeDifferences.Difference> rows);
    }

    /** A regrade of the list. */
    public record Past(long id, int version, String stateText, String by, String at) {}

    /** An exercise's regrades. */
    @GET
    @Path("exercises/{lesson}/{exercise}/regrades")
    @Transactional
    public TemplateInstance list(@PathParam("lesson") String lesson, @PathParam("exercise") String exercise) {
        String id = lesson + "/" + exercise;
        int version = versions.current(id)
                .orElseThrow(() -> Refusal.notFound("没有练习 " + id + "。", "There is no exercise " + id + "."))
                .version();
        List<Past> past = regrades.of(id).stream()
                .map(regrade -> new Past(
                        regrade.id(),
                        regrade.version(),
                        state(regrade),
                        regrade.startedBy(),
                        Pages.time(regrade.startedAt())))
                .toList();
        return pages.localized(Templates.regrades(pages.frame(id), id, version, past));
    }

    /** Begins one. */
    @POST
    @Path("exercises/{lesson}/{exercise}/regrades")
    public Response start(@PathParam("lesson") String lesson, @PathParam("exercise") String exercise) {
        return to(regrades.start(user.name(), lesson + "/" + exercise));
    }

    /** One, with what it changes for each student. */
    @GET
    @Path("regrades/{id}")
    @Transactional
    public TemplateInstance show(@PathParam("id") long id) {
        Regrade regrade =
                regrades.byId(id).orElseThrow(() -> Refusal.notFound("没有这次重新评分。", "There is no such regrade."));
        List<RegradeResult> results = regrades.results(regrade);
        List<RegradeDifferences.Difference> rows = differences.of(results);
        int waiting =
                (int) results.stream().filter(result -> result.status() == null).count();
        return pages.localized(Templates.regrade(
                pages.frame(catalog.title(regrade.exercise())
                        .map(title -> title.in(pages.language()))
                        .orElse(regrade.exercise())),
                regrade.exercise(),
                id,
                regrade.version(),
                state(regrade),
                regrade.state() == Regrade.State.OPEN,
                waiting,
                RegradeDifferences.summary(rows),
                rows));
    }

    /** Puts the results in place. */
    @POST
    @Path("regrades/{id}/apply")
    public Response apply(@PathParam("id") long id) {
        regrades.apply(user.name(), id);
        return to(id);
    }

    /** Leaves everything as it is. */
    @POST
    @Path("regrades/{id}/discard")
    public Response discard(@PathParam("id") long id) {
        regrades.discard(user.name(), id);
        return to(id);
    }

    private String state(Regrade regrade) {
        return switch (regrade.state()) {
            case OPEN -> pages.staffWords().regradeOpen();
            case APPLIED -> pages.staffWords().regradeApplied();
            case DISCARDED -> pages.staffWords().regradeDiscarded();
        };
    }

    private static Response to(long id) {
        return Response.seeOther(URI.create("/teacher/regrades/" + id)).build();
    }
}
