package org.ringlab.service.pages;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.Check;
import org.ringlab.content.Lesson;
import org.ringlab.service.accounts.CurrentUser;
import org.ringlab.service.accounts.Role;
import org.ringlab.service.catalog.Catalog;
import org.ringlab.service.insight.LiveClass;
import org.ringlab.service.insight.Statistics;
import org.ringlab.service.jupyter.FilePath;
import org.ringlab.service.jupyter.StudentCopies;
import org.ringlab.service.web.Refusal;

/**
 * The class at this moment: who is through, works, has stopped. The page asks for its table again every ten seconds, and gets it
 * only when it has changed.
 */
@Path("/teacher/class")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Role.TEACHER_NAME)
public class ClassPages {
    private final Pages pages;
    private final Catalog catalog;
    private final LiveClass live;
    private final Statistics statistics;
    private final MistakeWords mistakes;
    private final StudentCopies copies;
    private final CurrentUser user;

    ClassPages(
            Pages pages,
            Catalog catalog,
            LiveClass live,
            Statistics statistics,
            MistakeWords mistakes,
            StudentCopies copies,
            CurrentUser user) {
        this.pages = pages;
        this.catalog = catalog;
        this.live = live;
        this.statistics = statistics;
        this.mistakes = mistakes;
        this.copies = copies;
        this.user = user;
    }

    @CheckedTemplate(basePath = "pages")
    static class Templates {
        static native TemplateInstance live(Frame page, String lesson, List<LessonChoice> lessons, Table table);

        static native TemplateInstance liveRows(String lesson, Table table);
    }

    /** A lesson to choose. */
    public record LessonChoice(String id, String title) {}

    /** The class. */
    public record Table(List<Head> exercises, List<Row> students, List<String> totals, List<Common> mistakes) {}

    /** An exercise, and how many passed. */
    public record Head(String id, String title, String passed) {}

    /** An exercise's commonest mistake. */
    public record Common(String exercise, String mistake) {}

    /** A student. */
    public record Row(
            String name,
            String tone,
            String mark,
            String stateText,
            List<Cell> cells,
            String last,
            @Nullable String notebook) {}

    /** An exercise of a student's; the label says in words what the text shows. */
    public record Cell(String tone, String text, String exercise, String label) {}

    /** The page. */
    @GET
    @Transactional
    public TemplateInstance show(@QueryParam("lesson") @Nullable String lesson) {
        Lesson chosen = chosen(lesson);
        List<LessonChoice> lessons = catalog.lessons().stream()
                .map(one -> new LessonChoice(one.id(), one.title().in(pages.language())))
                .toList();
        return pages.localized(
                Templates.live(pages.frame(pages.staffWords().classPage()), chosen.id(), lessons, table(chosen)));
    }

    /** Its table alone: 304 while nothing has changed. */
    @GET
    @Path("rows")
    public Response rows(@QueryParam("lesson") @Nullable String lesson, @Context Request request) {
        String html = QuarkusTransaction.requiringNew().call(() -> {
            Lesson chosen = chosen(lesson);
            return pages.localized(Templates.liveRows(chosen.id(), table(chosen)))
                    .render();
        });
        EntityTag tag = new EntityTag(
                UUID.nameUUIDFromBytes(html.getBytes(StandardCharsets.UTF_8)).toString());
        Response.ResponseBuilder same = request.evaluatePreconditions(tag);
        return (same == null ? Response.ok(html).type(MediaType.TEXT_HTML + ";charset=UTF-8") : same)
                .tag(tag)
                .header("Cache-Control", "no-cache")
                .build();
    }

    /** Opens a copy of what a student works on. */
    @POST
    @Path("copies")
    public Response copy(
            @FormParam("student") @Nullable String student, @FormParam("notebook") @Nullable String notebook) {
        if (student == null || notebook == null) {
            throw Refusal.badRequest("缺少 student 或 notebook。", "There is no student or no notebook.");
        }
        FilePath copy = copies.copy(user.name(), student, FilePath.of(notebook));
        return Response.seeOther(
                        UriBuilder.fromPath("/notebooks/").path(copy.text()).build())
                .build();
    }

    private Lesson chosen(@Nullable String lesson) {
        return (lesson == null || lesson.isBlank() ? catalog.lessons().stream().findFirst() : catalog.lesson(lesson))
                .orElseThrow(() -> Refusal.notFound("没有这一课。", "There is no such lesson."));
    }

    private Table table(Lesson lesson) {
        List<String> exercises = catalog.exercises(lesson);
        List<LiveClass.Student> students = live.of(lesson.id(), exercises);
        List<Head> heads = new ArrayList<>();
        for (int i = 0; i < exercises.size(); i++) {
            int column = i;
            long passed = students.stream()
                    .filter(student -> student.exercises().get(column).solved())
                    .count();
            heads.add(head(exercises.get(i), (int) passed, students.size()));
        }
        List<String> totals = new ArrayList<>();
        for (LiveClass.State state : LiveClass.State.values()) {
            long count = students.stream()
                    .filter(student -> student.state() == state)
                    .count();
            totals.add(count + " " + words(state));
        }
        return new Table(
                heads,
                students.stream().map(student -> row(student, heads)).toList(),
                totals,
                exercises.stream()
                        .flatMap(exercise -> commonest(exercise).stream())
                        .toList());
    }

    private Head head(String exercise, int passed, int students) {
        return new Head(exercise, title(exercise), pages.staffWords().passedOf(passed, students));
    }

    private String title(String exercise) {
        return catalog.title(exercise).map(title -> title.in(pages.language())).orElse(exercise);
    }

    /** What most students get wrong in an exercise. */
    private Optional<Common> commonest(String exercise) {
        return statistics.of(exercise).stream()
                .flatMap(check -> check.mistakes().stream().map(one -> Map.entry(check.check(), one)))
                .max(Comparator.comparingLong(entry -> entry.getValue().count()))
                .map(entry -> {
                    Check check = mistakes.checks(exercise).get(entry.getKey());
                    String place = check == null
                            ? entry.getKey()
                            : check.terms().title().in(pages.language());
                    return new Common(
                            title(exercise), place + " — " + mistakes.text(check, entry.getValue(), pages.language()));
                });
    }

    private Cell cell(LiveClass.Work work, Head head) {
        StaffWords words = pages.staffWords();
        String text = work.solved() ? "✓" : work.attempts() == 0 ? "" : words.triesCount((int) work.attempts());
        String label = head.title() + ": " + (work.solved() ? words.statePassed() : text);
        return new Cell(work.solved() ? "good" : "", text, head.id(), label);
    }

    private Row row(LiveClass.Student student, List<Head> heads) {
        StaffWords words = pages.staffWords();
        return new Row(
                student.name(),
                switch (student.state()) {
                    case PASSED -> "good";
                    case TRYING -> "";
                    case IDLE -> "warn";
                    case NONE -> "soft";
                },
                switch (student.state()) {
                    case PASSED -> "✓";
                    case TRYING -> "…";
                    case IDLE -> "!";
                    case NONE -> "–";
                },
                words(student.state()),
                IntStream.range(0, heads.size())
                        .mapToObj(i -> cell(student.exercises().get(i), heads.get(i)))
                        .toList(),
                student.last() == null ? "" : words.minutesAgo((int) student.minutesAgo()),
                student.notebook());
    }

    private String words(LiveClass.State state) {
        StaffWords words = pages.staffWords();
        return switch (state) {
            case PASSED -> words.statePassed();
            case TRYING -> words.stateTrying();
            case IDLE -> words.stateIdle();
            case NONE -> words.stateNone();
        };
    }
}
