package org.ringlab.service.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.ringlab.checks.Parsed;
import org.ringlab.checks.Text;
import org.ringlab.content.Course;
import org.ringlab.content.ExerciseReader;
import org.ringlab.content.Lesson;
import org.ringlab.grader.ExercisePack;
import org.ringlab.grader.Starter;

/** The course: lessons as in its files, exercises as published. */
@ApplicationScoped
public class Catalog {
    private final Course course;
    private final ExerciseVersions versions;
    /** Published versions never change, so what was read of one holds for good. */
    private final Map<String, ExercisePack> packs = new ConcurrentHashMap<>();

    private final Map<String, Starter> starters = new ConcurrentHashMap<>();

    Catalog(
            ExerciseVersions versions,
            @ConfigProperty(name = "ringlab.lessons") Path lessons,
            @ConfigProperty(name = "ringlab.hidden") Path hidden) {
        this.versions = versions;
        this.course = Course.open(lessons, Files.isDirectory(hidden) ? hidden : null);
    }

    /** All lessons, in the course's order. */
    public List<Lesson> lessons() {
        return course.lessons();
    }

    /** The lesson with that id. */
    public Optional<Lesson> lesson(String id) {
        return lessons().stream().filter(lesson -> lesson.id().equals(id)).findFirst();
    }

    /** The lesson that a stored notebook belongs to: its path's first folder names it. */
    public Optional<Lesson> lessonOfNotebook(String path) {
        String relative = path.startsWith("/") ? path.substring(1) : path;
        int slash = relative.indexOf('/');
        return slash < 0 ? Optional.empty() : lesson(relative.substring(0, slash));
    }

    /** The ids of a lesson's exercises, in its order. */
    public List<String> exercises(Lesson lesson) {
        return lesson.exercises().stream().map(exercise -> exercise.id()).toList();
    }

    /** The public text of an exercise's current version, for kernels; empty if there is none of that id. */
    public Optional<String> publicText(String exercise) {
        return versions.current(exercise).map(ExerciseVersion::yaml);
    }

    /** The current version of an exercise, read; empty if there is none of that id. */
    public Optional<ExercisePack> current(String exercise) {
        return versions.currentNumber(exercise).map(version -> pack(exercise, version));
    }

    /** The name of an exercise; empty if there is none, or it can't be understood. */
    public Optional<Text> title(String exercise) {
        try {
            return current(exercise).map(ExercisePack::title);
        } catch (BrokenExercise e) {
            return Optional.empty();
        }
    }

    /** The current version, in a transaction of its own: for threads without one. */
    @Transactional
    public Optional<ExercisePack> published(String exercise) {
        return current(exercise);
    }

    /**
     * One version of an exercise, read.
     *
     * @throws BrokenExercise if it is missing or can't be understood
     */
    public ExercisePack pack(String exercise, int version) {
        String key = exercise + "@" + version;
        ExercisePack known = packs.get(key);
        if (known != null) {
            return known;
        }
        ExerciseVersion text = versions.version(exercise, version)
                .orElseThrow(() -> new BrokenExercise("There is no version " + version + " of " + exercise));
        return packs.computeIfAbsent(key, unread -> read(text));
    }

    /**
     * What the lesson's notebooks hold in the answer cells of one version of an exercise.
     *
     * @throws BrokenExercise if it is missing or can't be understood
     */
    public Starter starter(String exercise, int version) {
        ExercisePack pack = pack(exercise, version);
        return starters.computeIfAbsent(
                exercise + "@" + version,
                unread -> lessonOfNotebook(exercise)
                        .map(Lesson::notebooks)
                        .map(notebooks -> Starter.of(pack.answers(), List.of(notebooks.zh(), notebooks.en())))
                        .orElse(Starter.NONE));
    }

    private static ExercisePack read(ExerciseVersion version) {
        Parsed<ExercisePack> parsed = ExerciseReader.read(version.yaml(), version.hiddenYaml());
        return parsed.value()
                .orElseThrow(() -> new BrokenExercise(
                        version.exercise() + "@" + version.version() + " can't be understood:\n" + parsed.problems()));
    }
}
