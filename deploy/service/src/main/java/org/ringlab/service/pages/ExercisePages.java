package org.ringlab.service.pages;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.Diagnostic;
import org.ringlab.content.DiagnosticWords;
import org.ringlab.service.accounts.CurrentUser;
import org.ringlab.service.accounts.Role;
import org.ringlab.service.catalog.Catalog;
import org.ringlab.service.catalog.ExerciseVersion;
import org.ringlab.service.catalog.ExerciseVersions;
import org.ringlab.service.catalog.Publishing;
import org.ringlab.service.web.Refusal;

/** The exercises' texts, to change and publish, for teachers. */
@Path("/teacher/exercises")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Role.TEACHER_NAME)
public class ExercisePages {
    private final Pages pages;
    private final Catalog catalog;
    private final ExerciseVersions versions;
    private final Publishing publishing;
    private final CurrentUser user;

    ExercisePages(Pages pages, Catalog catalog, ExerciseVersions versions, Publishing publishing, CurrentUser user) {
        this.pages = pages;
        this.catalog = catalog;
        this.versions = versions;
        this.publishing = publishing;
        this.user = user;
    }

    @CheckedTemplate(basePath = "pages")
    static class Templates {
        static native TemplateInstance exercises(Frame page, List<Row> rows);

        static native TemplateInstance exercise(
                Frame page,
                String id,
                int version,
                String yaml,
                String hidden,
                List<String> diagnostics,
                boolean errors,
                String done);
    }

    /** A line of the list. */
    public record Row(String id, String title, int version, String publishedAt) {}

    /** All exercises with their current versions. */
    @GET
    @Transactional
    public TemplateInstance list() {
        List<Row> rows = catalog.lessons().stream()
                .flatMap(lesson -> catalog.exercises(lesson).stream())
                .flatMap(id -> versions.current(id).stream())
                .map(version -> new Row(
                        version.exercise(),
                        catalog.current(version.exercise())
                                .map(pack -> pack.title().in(pages.language()))
                                .orElse(""),
                        version.version(),
                        Pages.time(version.publishedAt())))
                .toList();
        return pages.localized(Templates.exercises(pages.frame(pages.words().exercises()), rows));
    }

    /** The current version's text. */
    @GET
    @Path("{lesson}/{exercise}")
    @Transactional
    public TemplateInstance edit(@PathParam("lesson") String lesson, @PathParam("exercise") String exercise) {
        ExerciseVersion current = find(lesson + "/" + exercise);
        return page(current, current.yaml(), orEmpty(current.hiddenYaml()), List.of(), false, "");
    }

    /** Checks a changed text, and preflights or publishes it if asked to and if it has no errors; always shows it again. */
    @POST
    @Path("{lesson}/{exercise}")
    @Transactional
    public TemplateInstance change(
            @PathParam("lesson") String lesson,
            @PathParam("exercise") String exercise,
            @FormParam("yaml") @Nullable String yaml,
            @FormParam("hidden") @Nullable String hidden,
            @FormParam("action") @Nullable String action) {
        ExerciseVersion current = find(lesson + "/" + exercise);
        String text = lines(yaml);
        String hiddenText = lines(hidden);
        @Nullable String hiddenOrNull = hiddenText.isBlank() ? null : hiddenText;
        List<Diagnostic> diagnostics = publishing.check(current.exercise(), text, hiddenOrNull);
        List<String> remarks = diagnostics.stream()
                .map(diagnostic -> DiagnosticWords.text(diagnostic, pages.language()))
                .toList();
        if (Publishing.hasErrors(diagnostics)) {
            return page(current, text, hiddenText, remarks, true, "");
        }
        Words words = pages.words();
        return switch (action == null ? "" : action) {
            case "preflight" -> {
                List<String> wrong = publishing.preflight(current.exercise(), text, hiddenOrNull).stream()
                        .map(remark -> DiagnosticWords.text(remark, pages.language()))
                        .toList();
                yield page(current, text, hiddenText, wrong, true, wrong.isEmpty() ? words.preflightPassed() : "");
            }
            case "publish" -> {
                OptionalInt published =
                        publishing.publish(user.account().orElseThrow(), current.exercise(), text, hiddenOrNull);
                String done = published.isPresent() ? words.published(published.getAsInt()) : words.unchanged();
                yield page(find(current.exercise()), text, hiddenText, remarks, false, done);
            }
            default -> page(current, text, hiddenText, remarks, false, words.valid());
        };
    }

    private TemplateInstance page(
            ExerciseVersion version, String yaml, String hidden, List<String> remarks, boolean errors, String done) {
        return pages.localized(Templates.exercise(
                pages.frame(version.exercise()),
                version.exercise(),
                version.version(),
                yaml,
                hidden,
                remarks,
                errors,
                done));
    }

    private ExerciseVersion find(String id) {
        return versions.current(id)
                .orElseThrow(() -> Refusal.notFound("没有练习 " + id + "。", "There is no exercise " + id + "."));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** Browsers send CR LF; the files have LF. */
    private static String lines(@Nullable String text) {
        return orEmpty(text).replace("\r\n", "\n");
    }
}
