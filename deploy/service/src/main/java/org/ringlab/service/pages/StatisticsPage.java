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
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.Check;
import org.ringlab.service.accounts.Role;
import org.ringlab.service.catalog.Catalog;
import org.ringlab.service.gradebook.Csv;
import org.ringlab.service.insight.Statistics;
import org.ringlab.service.web.Refusal;

/** Where a class fails in an exercise: for teachers. */
@Path("/teacher/exercises/{lesson}/{exercise}")
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
    @Path("statistics")
    @Produces(MediaType.TEXT_HTML)
    @Transactional
    public TemplateInstance show(@PathParam("lesson") String lesson, @PathParam("exercise") String exercise) {
        String id = known(lesson, exercise);
        Map<String, Check> checks = mistakes.checks(id);
        List<CheckRow> rows = statistics.of(id).stream()
                .map(row -> new CheckRow(
                        row.check(),
                        title(checks.get(row.check())),
                        row.percent(),
                        row.passed(),
                        row.all(),
                        row.mistakes().stream()
                                .map(mistake -> mistakes.text(checks.get(row.check()), mistake, pages.language()))
                                .toList()))
                .toList();
        return pages.localized(Templates.statistics(pages.frame(id), id, rows));
    }

    /** The same as a CSV file: a line a check, and after it its commonest mistakes, each with how many make it. */
    @GET
    @Path("statistics.csv")
    @Produces("text/csv")
    @Transactional
    public Response export(@PathParam("lesson") String lesson, @PathParam("exercise") String exercise) {
        String id = known(lesson, exercise);
        Map<String, Check> checks = mistakes.checks(id);
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("exercise", "check", "title", "passed", "students", "percent"));
        for (int i = 1; i <= Statistics.COMMONEST; i++) {
            head.addAll(List.of("mistake" + i, "count" + i));
        }
        rows.add(head);
        statistics.of(id).forEach(row -> rows.add(line(id, row, checks.get(row.check()))));
        return Response.ok(Csv.of(rows), "text/csv;charset=UTF-8")
                .header(
                        "Content-Disposition",
                        "attachment; filename=\"statistics-" + id.replaceAll("[^A-Za-z0-9-]", "-") + ".csv\"")
                .build();
    }

    private List<String> line(String id, Statistics.CheckStatistics row, @Nullable Check check) {
        List<String> line = new ArrayList<>(List.of(
                id,
                row.check(),
                title(check),
                String.valueOf(row.passed()),
                String.valueOf(row.all()),
                String.valueOf(row.percent())));
        for (int i = 0; i < Statistics.COMMONEST; i++) {
            if (i < row.mistakes().size()) {
                Statistics.Mistake mistake = row.mistakes().get(i);
                line.addAll(List.of(mistakes.words(check, mistake, pages.language()), String.valueOf(mistake.count())));
            } else {
                line.addAll(List.of("", ""));
            }
        }
        return line;
    }

    private String title(@Nullable Check check) {
        return check == null ? "" : check.terms().title().in(pages.language());
    }

    private String known(String lesson, String exercise) {
        String id = lesson + "/" + exercise;
        return catalog.publicText(id)
                .map(text -> id)
                .orElseThrow(() -> Refusal.notFound("没有练习 " + id + "。", "There is no exercise " + id + "."));
    }
}
