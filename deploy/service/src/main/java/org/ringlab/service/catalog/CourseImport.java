package org.ringlab.service.catalog;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.ringlab.checks.Parsed;
import org.ringlab.content.ExerciseReader;
import org.ringlab.content.ExerciseText;
import org.ringlab.content.Lesson;
import org.ringlab.grader.ExercisePack;

/**
 * Publishes the exercises of the course's files at start: as version 1 at first, and as a next version when a file has
 * changed since. What a teacher has published here is never overruled by a file.
 */
@ApplicationScoped
public class CourseImport {
    private static final Logger LOG = Logger.getLogger(CourseImport.class);

    private final Catalog catalog;
    private final ExerciseVersions versions;

    CourseImport(Catalog catalog, ExerciseVersions versions) {
        this.catalog = catalog;
        this.versions = versions;
    }

    @Transactional
    void start(@Observes StartupEvent event) {
        int published = 0;
        for (Lesson lesson : catalog.lessons()) {
            for (ExerciseText text : lesson.exercises()) {
                published += publishIfChanged(text) ? 1 : 0;
            }
        }
        if (published > 0) {
            LOG.infof("Exercises published from the course's files: %d", published);
        }
    }

    private boolean publishIfChanged(ExerciseText text) {
        Optional<ExerciseVersion> current = versions.current(text.id());
        if (current.isPresent() && (!current.get().fromFiles() || isSame(current.get(), text))) {
            return false;
        }
        Parsed<ExercisePack> parsed = ExerciseReader.read(text.exerciseYaml(), text.hiddenYaml());
        if (parsed.value().isEmpty()) {
            LOG.errorf("Exercise %s is not published, it can't be understood:%n%s", text.id(), parsed.problems());
            return false;
        }
        int version = current.map(ExerciseVersion::version).orElse(0) + 1;
        versions.persist(new ExerciseVersion(text.id(), version, text.exerciseYaml(), text.hiddenYaml(), null));
        LOG.debugf("Exercise %s published from the course's files, version %d", text.id(), version);
        return true;
    }

    private static boolean isSame(ExerciseVersion version, ExerciseText text) {
        return version.yaml().equals(text.exerciseYaml()) && Objects.equals(version.hiddenYaml(), text.hiddenYaml());
    }
}
