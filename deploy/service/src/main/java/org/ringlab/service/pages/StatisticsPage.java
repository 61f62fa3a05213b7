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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.Check;
import org.ringlab.checks.Misconception;
import org.ringlab.grader.ExercisePack;
import org.ringlab.host.tree.Places;
import org.ringlab.service.accounts.Role;
import org.ringlab.service.catalog.BrokenExercise;
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

    StatisticsPage(Pages pages, Catalog catalog, Statistics statistics) {
        this.pages = pages;
        this.catalog = catalog;
        this.statistics = statistics;
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
        Map<String, Check> checks = checks(id);
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
                                .map(mistake -> mistake(checks.get(row.check()), mistake))
                                .toList()))
                .toList();
        return pages.localized(Templates.statistics(pages.frame(id), id, rows));
    }

    private String mistake(@Nullable Check check, Statistics.Mistake mistake) {
        String text = check == null
                ? ""
                : check.terms().misconceptions().stream()
                        .filter(misconception -> misconception.id().equals(mistake.misconception()))
                        .map(Misconception::text)
                        .map(words -> words.in(pages.language()))
                        .findFirst()
                        .orElse("");
        String name = mistake.misconception().isEmpty() ? mistake.found() : mistake.misconception();
        return mistake.count() + " × " + (name.isEmpty() ? "—" : name) + (text.isEmpty() ? "" : ": " + text);
    }

    /** All checks of the current version; of hidden ones a draw for nobody is enough, since only texts are read. */
    private Map<String, Check> checks(String exercise) {
        Map<String, Check> checks = new HashMap<>();
        try {
            catalog.current(exercise)
                    .ifPresent(pack ->
                            all(pack).forEach(check -> checks.put(check.terms().id(), check)));
        } catch (BrokenExercise e) {
            checks.clear();
        }
        return checks;
    }

    private static Stream<Check> all(ExercisePack pack) {
        Stream<Check> hidden = pack.hidden().stream()
                .flatMap(template -> template.draw(1, pack.lab(), List.of()).stream()
                        .flatMap(values ->
                                template
                                        .fill(values, pack.lab(), Places.UNKNOWN, pack.openCheckIds())
                                        .value()
                                        .stream()))
                .flatMap(scenario -> scenario.checks().stream());
        return Stream.of(pack.open().checks().stream(), pack.staffChecks().stream(), hidden)
                .flatMap(checks -> checks);
    }

    private String known(String lesson, String exercise) {
        String id = lesson + "/" + exercise;
        return catalog.publicText(id)
                .map(text -> id)
                .orElseThrow(() -> Refusal.notFound("没有练习 " + id + "。", "There is no exercise " + id + "."));
    }
}
