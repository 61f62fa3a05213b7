package org.ringlab.service.pages;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringlab.service.accounts.Role;
import org.ringlab.service.catalog.Catalog;
import org.ringlab.service.gradebook.Csv;
import org.ringlab.service.gradebook.Gradebook;
import org.ringlab.service.gradebook.Gradebooks;

/** The gradebook, to look at and to take away. */
@Path("/teacher")
@RolesAllowed(Role.TEACHER_NAME)
public class GradebookPage {
    private final Pages pages;
    private final Gradebooks gradebooks;
    private final Catalog catalog;

    GradebookPage(Pages pages, Gradebooks gradebooks, Catalog catalog) {
        this.catalog = catalog;
        this.pages = pages;
        this.gradebooks = gradebooks;
    }

    @CheckedTemplate(basePath = "pages")
    static class Templates {
        static native TemplateInstance gradebook(
                Frame page, Table book, List<Column> lessons, String lesson, String sort);
    }

    /** The gradebook as text cells; an empty one for an exercise without a graded submission. */
    public record Table(List<Column> exercises, List<Line> rows) {}

    /** An exercise, or a lesson; its title in the page's language, and how many have begun it. */
    public record Column(String id, String title, String begun) {}

    /** One student's line. */
    public record Line(String student, List<Cell> scores, String total) {}

    /** A student's best points in an exercise; empty for none. */
    public record Cell(String exercise, String points) {}

    /** The table, of one lesson or the whole course, by name or by total. */
    @GET
    @Path("gradebook")
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance show(
            @QueryParam("lesson") @Nullable String lesson, @QueryParam("sort") @Nullable String sort) {
        String chosen = chosen(lesson);
        boolean byTotal = "total".equals(sort);
        return pages.localized(Templates.gradebook(
                pages.frame(pages.words().gradebook()),
                table(chosen, byTotal),
                catalog.lessons().stream()
                        .map(one -> new Column(one.id(), one.title().in(pages.language()), ""))
                        .toList(),
                chosen,
                byTotal ? "total" : "student"));
    }

    private String chosen(@Nullable String lesson) {
        return lesson == null || catalog.lesson(lesson).isEmpty() ? "" : lesson;
    }

    /** The table as a CSV file. A column's head is the exercise's id, which has no spaces, then a space and the title. */
    @GET
    @Path("gradebook.csv")
    @Produces("text/csv")
    public Response export(@QueryParam("lesson") @Nullable String lesson) {
        Table table = table(chosen(lesson), false);
        List<List<String>> rows = new ArrayList<>();
        List<String> heads = table.exercises().stream()
                .map(exercise -> (exercise.id() + " " + exercise.title()).strip())
                .toList();
        rows.add(row("student", heads, "total"));
        table.rows()
                .forEach(line -> rows.add(row(
                        line.student(), line.scores().stream().map(Cell::points).toList(), line.total())));
        return Response.ok(Csv.of(rows), "text/csv;charset=UTF-8")
                .header("Content-Disposition", "attachment; filename=\"gradebook.csv\"")
                .build();
    }

    private static List<String> row(String first, List<String> middle, String last) {
        List<String> row = new ArrayList<>();
        row.add(first);
        row.addAll(middle);
        row.add(last);
        return row;
    }

    private Table table(String lesson, boolean byTotal) {
        Gradebook book = gradebooks.now().of(lesson);
        Stream<Gradebook.Row> rows = book.rows().stream();
        if (byTotal) {
            rows = rows.sorted(Comparator.comparingDouble(Gradebook.Row::total).reversed());
        }
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < book.exercises().size(); i++) {
            int column = i;
            long begun = book.rows().stream()
                    .filter(row -> row.best().get(column) != null)
                    .count();
            columns.add(column(book.exercises().get(i), begun, book.rows().size()));
        }
        return new Table(columns, rows.map(row -> line(book, row)).toList());
    }

    private static Line line(Gradebook book, Gradebook.Row row) {
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < book.exercises().size(); i++) {
            Double best = row.best().get(i);
            cells.add(new Cell(book.exercises().get(i), best == null ? "" : Pages.points(best)));
        }
        return new Line(row.student(), cells, Pages.points(row.total()));
    }

    private Column column(String id, long begun, int students) {
        return new Column(
                id,
                catalog.current(id)
                        .map(pack -> pack.title().in(pages.language()))
                        .orElse(""),
                pages.staffWords().passedOf((int) begun, students));
    }
}
