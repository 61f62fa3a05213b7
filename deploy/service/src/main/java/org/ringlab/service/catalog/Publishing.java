package org.ringlab.service.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.Parsed;
import org.ringlab.common.Diagnostic;
import org.ringlab.content.ExerciseCheck;
import org.ringlab.content.ExerciseReader;
import org.ringlab.content.ExerciseText;
import org.ringlab.content.Remark;
import org.ringlab.grader.ExercisePack;
import org.ringlab.grader.JavaRunner;
import org.ringlab.service.accounts.Account;
import org.ringlab.service.audit.Audit;

/** Checks and publishes what teachers write. */
@ApplicationScoped
public class Publishing {
    /** Students drawn for a preflight: enough to find what depends on the seed, quick enough to wait for. */
    private static final int PREFLIGHT_SEEDS = 10;

    private final Catalog catalog;
    private final ExerciseVersions versions;
    private final Audit audit;
    private final JavaRunner javaRunner;
    private final Path hidden;

    Publishing(
            Catalog catalog,
            ExerciseVersions versions,
            Audit audit,
            JavaRunner javaRunner,
            @ConfigProperty(name = "ringlab.hidden") Path hidden) {
        this.catalog = catalog;
        this.versions = versions;
        this.audit = audit;
        this.javaRunner = javaRunner;
        this.hidden = hidden;
    }

    /**
     * Everything that is to be said about an exercise's text.
     *
     * @param exercise the id it is for; its file must bear the same
     */
    public List<Diagnostic> check(String exercise, String yaml, @Nullable String hiddenYaml) {
        Parsed<ExercisePack> parsed = ExerciseReader.read(yaml, hiddenYaml);
        return parsed.value()
                .filter(pack -> !pack.id().equals(exercise))
                .map(pack -> List.of(Diagnostic.error(
                        "exercise-other-id",
                        null,
                        "the file is of " + pack.id() + ", not of " + exercise,
                        "write exercise: " + exercise)))
                .orElse(parsed.diagnostics());
    }

    /**
     * Grades the reference, the blank and the known-wrong answers of the course's files by an exercise's text.
     *
     * @return what is wrong; empty if the exercise grades as its author thinks
     */
    public List<Remark> preflight(String exercise, String yaml, @Nullable String hiddenYaml) {
        List<String> notebooks = catalog.lessonOfNotebook(exercise).stream()
                .flatMap(lesson ->
                        Stream.of(lesson.notebooks().zh(), lesson.notebooks().en()))
                .toList();
        ExerciseText text = new ExerciseText(exercise, yaml, hiddenYaml);
        return ExerciseCheck.run(text, hidden, notebooks, PREFLIGHT_SEEDS, javaRunner);
    }

    /** Whether one of the diagnostics forbids publishing. */
    public static boolean hasErrors(List<Diagnostic> diagnostics) {
        return diagnostics.stream().anyMatch(diagnostic -> diagnostic.severity() == Diagnostic.Severity.ERROR);
    }

    /**
     * Publishes a text without errors as the exercise's next version; new submissions are graded by it.
     *
     * @return the new version; empty if the text is the current one's
     */
    @Transactional
    public OptionalInt publish(Account author, String exercise, String yaml, @Nullable String hiddenYaml) {
        ExerciseVersion current = versions.current(exercise).orElseThrow();
        if (current.yaml().equals(yaml) && Objects.equals(current.hiddenYaml(), hiddenYaml)) {
            return OptionalInt.empty();
        }
        int version = current.version() + 1;
        versions.persist(new ExerciseVersion(exercise, version, yaml, hiddenYaml, author.id()));
        audit.record(author.username(), "publish-exercise", exercise + " version " + version);
        return OptionalInt.of(version);
    }
}
