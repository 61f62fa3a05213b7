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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ringlab.service.accounts.CurrentUser;
import org.ringlab.service.accounts.Role;
import org.ringlab.service.catalog.Catalog;
import org.ringlab.service.marking.Regrade;
import org.ringlab.service.marking.Regrades;
import org.ringlab.service.web.Refusal;

/** One regrade: look at each difference, then apply it or leave it. */
@Path("/teacher/regrades/{id}")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Role.TEACHER_NAME)
public class RegradePage {
    private final Pages pages;
    private final Regrades regrades;
    private final RegradeDifferences differences;
    private final SubmissionLists lists;
    private final Catalog catalog;
    private final CurrentUser user;

    RegradePage(
            Pages pages,
            Regrades regrades,
            RegradeDifferences differences,
            SubmissionLists lists,
            Catalog catalog,
            CurrentUser user) {
        this.lists = lists;
        this.pages = pages;
        this.regrades = regrades;
        this.differences = differences;
        this.catalog = catalog;
        this.user = user;
    }

    @CheckedTemplate(basePath = "pages")
    static class Templates {
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

    /** What it changes for each student. */
    @GET
    @Transactional
    public TemplateInstance show(@PathParam("id") long id) {
        Regrade regrade =
                regrades.byId(id).orElseThrow(() -> Refusal.notFound("没有这次重新评分。", "There is no such regrade."));
        int waiting = regrade.state() == Regrade.State.OPEN ? regrades.waiting(regrade) : 0;
        List<RegradeDifferences.Difference> rows = new ArrayList<>();
        if (waiting == 0) {
            RegradeDifferences.Names names = RegradeDifferences.Names.in(pages.words());
            Map<Long, Integer> numbers = lists.numbers(regrade.exercise());
            regrades.each(
                    regrade,
                    result -> rows.add(differences.of(
                            result, numbers.getOrDefault(result.submission().id(), 0), names)));
        }
        return pages.localized(Templates.regrade(
                pages.frame(catalog.title(regrade.exercise())
                        .map(title -> title.in(pages.language()))
                        .orElse(regrade.exercise())),
                regrade.exercise(),
                id,
                regrade.version(),
                RegradePages.state(regrade, pages.staffWords()),
                regrade.state() == Regrade.State.OPEN,
                waiting,
                RegradeDifferences.summary(rows),
                rows));
    }

    /** Where one is after a form that could not be sent, once signed in again. */
    @GET
    @Path("{form:apply|discard}")
    public Response form(@PathParam("id") long id) {
        return to(id);
    }

    /** Puts the results in place. */
    @POST
    @Path("apply")
    public Response apply(@PathParam("id") long id) {
        regrades.apply(user.name(), id);
        return to(id);
    }

    /** Leaves everything as it is. */
    @POST
    @Path("discard")
    public Response discard(@PathParam("id") long id) {
        regrades.discard(user.name(), id);
        return to(id);
    }

    private static Response to(long id) {
        return Response.seeOther(URI.create("/teacher/regrades/" + id)).build();
    }
}
