package org.ringlab.service.pages;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.ringlab.grader.Status;
import org.ringlab.service.accounts.Account;
import org.ringlab.service.accounts.Accounts;
import org.ringlab.service.accounts.Role;
import org.ringlab.service.catalog.Catalog;
import org.ringlab.service.gradebook.Csv;
import org.ringlab.service.pages.SubmissionLists.Filter;
import org.ringlab.service.pages.SubmissionLists.Listed;
import org.ringlab.service.pages.SubmissionLists.Order;

/** Everybody's submissions, for teachers: filtered, ordered, as a page and as CSV. */
@Path("/teacher")
@RolesAllowed(Role.TEACHER_NAME)
public class SubmissionListPage {
    private static final int PAGE_SIZE = 50;
    private static final List<String> STATUSES = List.of("GRADED", "NOT_GRADABLE", "GRADER_ERROR", "WAITING");

    private final Pages pages;
    private final SubmissionLists lists;
    private final Catalog catalog;
    private final Accounts accounts;

    SubmissionListPage(Pages pages, SubmissionLists lists, Catalog catalog, Accounts accounts) {
        this.pages = pages;
        this.lists = lists;
        this.catalog = catalog;
        this.accounts = accounts;
    }

    @CheckedTemplate(basePath = "pages")
    static class Templates {
        static native TemplateInstance teacherSubmissions(
                Frame page,
                List<Row> rows,
                int number,
                boolean more,
                Filter chosen,
                boolean filtered,
                String sort,
                String query,
                List<Choice> exercises,
                List<Choice> statuses,
                List<String> students);
    }

    /** What may be chosen in a filter. */
    public record Choice(String value, String label) {}

    /** A line of the list; an attempt's number, or none where it cost none. */
    public record Row(
            long id,
            String receivedAt,
            String student,
            String exercise,
            String title,
            String attempt,
            int version,
            String statusText,
            String tone,
            String score) {}

    /** What the address asks for; anything unknown is as if it were not there. */
    public static final class Asked {
        @QueryParam("student")
        @Nullable
        String student;

        @QueryParam("exercise")
        @Nullable
        String exercise;

        @QueryParam("status")
        @Nullable
        String status;

        @QueryParam("failed")
        boolean failed;

        @QueryParam("sort")
        @Nullable
        String sort;

        Filter filter() {
            return new Filter(text(student), text(exercise), failed ? "GRADER_ERROR" : known(text(status)));
        }

        Order order() {
            for (Order order : Order.values()) {
                if (order.name().toLowerCase(Locale.ROOT).equals(sort)) {
                    return order;
                }
            }
            return Order.RECEIVED;
        }

        private static String known(String status) {
            return STATUSES.contains(status) ? status : "";
        }

        private static String text(@Nullable String text) {
            return text == null ? "" : text.strip();
        }
    }

    /** Fifty of them. */
    @GET
    @Path("submissions")
    @Produces(MediaType.TEXT_HTML)
    @Transactional
    public TemplateInstance list(@BeanParam Asked asked, @QueryParam("page") int page) {
        int number = Math.max(0, page);
        Filter filter = asked.filter();
        List<Listed> found = lists.page(filter, asked.order(), number, PAGE_SIZE + 1);
        return pages.localized(Templates.teacherSubmissions(
                pages.frame(pages.words().submissions()),
                found.stream().limit(PAGE_SIZE).map(this::row).toList(),
                number,
                found.size() > PAGE_SIZE,
                filter,
                !filter.equals(new Filter("", "", "")),
                asked.order().name().toLowerCase(Locale.ROOT),
                query(filter),
                catalog.lessons().stream()
                        .flatMap(lesson -> catalog.exercises(lesson).stream())
                        .map(id -> new Choice(id, id + " " + title(id)))
                        .toList(),
                STATUSES.stream()
                        .map(status ->
                                new Choice(status, status(status.equals("WAITING") ? null : Status.valueOf(status))))
                        .toList(),
                accounts.all().stream()
                        .filter(account -> account.role() == Role.STUDENT)
                        .map(Account::username)
                        .toList()));
    }

    /** All of them as a CSV file. */
    @GET
    @Path("submissions.csv")
    @Produces("text/csv")
    @Transactional
    public Response export(@BeanParam Asked asked) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "submission",
                "received",
                "student",
                "exercise",
                "attempt",
                "version",
                "status",
                "score",
                "counted",
                "max"));
        lists.all(asked.filter(), asked.order()).forEach(listed -> rows.add(line(listed)));
        return Response.ok(Csv.of(rows), "text/csv;charset=UTF-8")
                .header("Content-Disposition", "attachment; filename=\"submissions.csv\"")
                .build();
    }

    private static List<String> line(Listed listed) {
        Status status = listed.status();
        Double counted = listed.counted();
        boolean graded = status == Status.GRADED;
        return List.of(
                String.valueOf(listed.id()),
                listed.receivedAt().toString(),
                listed.student(),
                listed.exercise(),
                listed.number() == 0 ? "" : String.valueOf(listed.number()),
                String.valueOf(listed.version()),
                status == null ? "WAITING" : status.name(),
                graded ? Pages.points(listed.score()) : "",
                counted == null ? "" : Pages.points(counted),
                graded ? Pages.points(listed.max()) : "");
    }

    private Row row(Listed listed) {
        Status status = listed.status();
        Double counted = listed.counted();
        return new Row(
                listed.id(),
                Pages.time(listed.receivedAt()),
                listed.student(),
                listed.exercise(),
                title(listed.exercise()),
                listed.number() == 0 ? "–" : String.valueOf(listed.number()),
                listed.version(),
                status(status),
                status == null ? "" : ReportReader.tone(status, listed.score(), listed.max()),
                counted == null ? "" : Pages.points(counted) + " / " + Pages.points(listed.max()));
    }

    private String status(@Nullable Status status) {
        return status == null ? pages.words().waiting() : ReportReader.words(status, pages.words());
    }

    private String title(String exercise) {
        return catalog.title(exercise).map(title -> title.in(pages.language())).orElse("");
    }

    /** The filter as part of an address. */
    private static String query(Filter filter) {
        return "student=" + encoded(filter.student()) + "&exercise=" + encoded(filter.exercise()) + "&status="
                + encoded(filter.status());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
