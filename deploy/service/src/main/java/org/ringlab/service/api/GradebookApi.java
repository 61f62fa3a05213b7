package org.ringlab.service.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.service.accounts.Role;
import org.ringlab.service.gradebook.Gradebook;
import org.ringlab.service.gradebook.Gradebooks;

/** Everybody's best scores, for teachers' programs; {@code /teacher/gradebook.csv} has them as a table. */
@Path("/api/ringlab/teacher/gradebook")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.TEACHER_NAME)
public class GradebookApi {
    private final Gradebooks gradebooks;

    GradebookApi(Gradebooks gradebooks) {
        this.gradebooks = gradebooks;
    }

    /**
     * A student.
     *
     * @param best points by exercise, in the course's order; null where nothing was graded
     */
    public record Row(String student, List<@Nullable Double> best, double total) {}

    /** Everybody. */
    public record Book(List<String> exercises, List<Row> rows) {}

    /** The gradebook of this moment. */
    @GET
    public Book now() {
        Gradebook book = gradebooks.now();
        return new Book(
                book.exercises(),
                book.rows().stream()
                        .map(row -> new Row(row.student(), row.best(), row.total()))
                        .toList());
    }
}
