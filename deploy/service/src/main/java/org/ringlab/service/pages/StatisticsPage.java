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
import java.util.List;
import java.util.Map;
import org.ringlab.checks.Check;
import org.ringlab.service.accounts.Role;
import org.ringlab.service.catalog.Catalog;
import org.ringlab.service.insight.Statistics;
import org.ringlab.service.web.Refusal;

/** Where a class fails in an exercise: for teachers. */
@Path("/teacher/exercises/{lesson}/{exercise}/statistics")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Role.TEACHER_NAME)
public class StatisticsPage {
    private final Pages pages;
    private final Catalog catalog;
    private final Statistics statistics;
    private final MistakeWords mistakes;

    StatisticsPage(Pages pages, Catalog catalog, Statistics statistics, MistakeWords mistakes) {
        this.pages = pages;
        this.catalog = catalog;
        this.statistics = statistics;
        this.mistakes = mistakes;
    }

    @CheckedTemplate(basePath = "pages")
    static class Templates {
        static native TemplateInstance statistics(Frame page, String id, List<CheckRow> rows);
    }

    /** A check with its pass rate and the mistakes behind the rest. */
    public record CheckRow(String check, String title, long percent, long passed, long all, List<String> mistakes) {}

    /** Pass rates. */
    @GET
    @Transactional
    public TemplateInstance show(@PathParam("lesson") String lesson, @PathParam("exercise") String exercise) {
        String id = known(lesson, exercise);
        Map<String, Check> checks = mistakes.checks(id);
        List<CheckRow> rows = statistics.of(id).stream()
                .map(row -> new CheckRow(
                        row.check(),
                        checks.containsKey(row.check())
                                ? checks.get(row.check()).terms().title().in(pages.language())
                                : "",
                        row.percent(),
                        row.passed(),
                        row.all(),
                        row.mistakes().stream()
                                .map(mistake -> mistakes.text(checks.get(row.check()), mistake, pages.language()))
                                .toList()))
                .toList();
        return pages.localized(Templates.statistics(pages.frame(id), id, rows));
    }

    private String known(String lesson, String exercise) {
        String id = lesson + "/" + exercise;
        return catalog.publicText(id)
                .map(text -> id)
                .orElseThrow(() -> Refusal.notFound("没有练习 " + id + "。", "There is no exercise " + id + "."));
    }
}
