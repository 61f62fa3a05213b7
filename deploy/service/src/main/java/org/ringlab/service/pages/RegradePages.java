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
import org.ringlab.service.catalog.ExerciseVersions;
import org.ringlab.service.marking.Regrade;
import org.ringlab.service.marking.Regrades;
import org.ringlab.service.web.Refusal;

/** An exercise's regrades, and beginning one. */
@Path("/teacher/exercises/{lesson}/{exercise}/regrades")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Role.TEACHER_NAME)
public class RegradePages {
    private final Pages pages;
    private final Regrades regrades;
    private final ExerciseVersions versions;
    private final CurrentUser user;

    RegradePages(Pages pages, Regrades regrades, ExerciseVersions versions, CurrentUser user) {
        this.pages = pages;
        this.regrades = regrades;
        this.versions = versions;
        this.user = user;
    }

    @CheckedTemplate(basePath = "pages")
    static class Templates {
        static native TemplateInstance regrades(Frame page, String id, int version, List<Past> past);
    }

    /** A regrade of the list. */
    public record Past(long id, int version, String stateText, String by, String at) {}

    /** An exercise's regrades. */
    @GET
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
                        state(regrade, pages.staffWords()),
                        regrade.startedBy(),
                        Pages.time(regrade.startedAt())))
                .toList();
        return pages.localized(Templates.regrades(pages.frame(id), id, version, past));
    }

    /** Begins one. */
    @POST
    public Response start(@PathParam("lesson") String lesson, @PathParam("exercise") String exercise) {
        long id = regrades.start(user.name(), lesson + "/" + exercise);
        return Response.seeOther(URI.create("/teacher/regrades/" + id)).build();
    }

    static String state(Regrade regrade, StaffWords words) {
        return switch (regrade.state()) {
            case OPEN -> words.regradeOpen();
            case APPLIED -> words.regradeApplied();
            case DISCARDED -> words.regradeDiscarded();
        };
    }
}
