package org.ringlab.service.pages;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
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
        static native TemplateInstance gradebook(Frame page, Table book);
    }

    /** The gradebook as text cells; an empty one for an exercise without a graded submission. */
    public record Table(List<Column> exercises, List<Line> rows) {}

    /** An exercise; its title in the page's language. */
    public record Column(String id, String title) {}

    /** One student's line. */
    public record Line(String student, List<String> scores, String total) {}

    /** The table. */
    @GET
    @Path("gradebook")
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance show() {
        return pages.localized(Templates.gradebook(pages.frame(pages.words().gradebook()), table()));
    }

    /** The table as a CSV file. A column's head is the exercise's id, which has no spaces, then a space and the title. */
    @GET
    @Path("gradebook.csv")
    @Produces("text/csv")
    public Response export() {
        Table table = table();
        List<List<String>> rows = new ArrayList<>();
        List<String> heads = table.exercises().stream()
                .map(exercise -> (exercise.id() + " " + exercise.title()).strip())
                .toList();
        rows.add(row("student", heads, "total"));
        table.rows().forEach(line -> rows.add(row(line.student(), line.scores(), line.total())));
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

    private Table table() {
        Gradebook book = gradebooks.now();
        return new Table(
                book.exercises().stream().map(this::column).toList(),
                book.rows().stream()
                        .map(row -> new Line(
                                row.student(),
                                row.best().stream().map(GradebookPage::cell).toList(),
                                Pages.points(row.total())))
                        .toList());
    }

    private Column column(String id) {
        return new Column(
                id,
                catalog.current(id)
                        .map(pack -> pack.title().in(pages.language()))
                        .orElse(""));
    }

    private static String cell(@Nullable Double score) {
        return score == null ? "" : Pages.points(score);
    }
}
