package org.ringlab.service.catalog;

import io.quarkus.hibernate.orm.panache.PanacheRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** The published versions of exercises in the database. */
@ApplicationScoped
public class ExerciseVersions implements PanacheRepository<ExerciseVersion> {
    /** The version that new submissions are graded by. */
    public Optional<ExerciseVersion> current(String exercise) {
        return find("exercise = ?1 order by version desc", exercise).firstResultOptional();
    }

    /** The number of the version that new submissions are graded by; reads no text. */
    public Optional<Integer> currentNumber(String exercise) {
        return Optional.ofNullable(getEntityManager()
                .createQuery("select max(version) from ExerciseVersion where exercise = ?1", Integer.class)
                .setParameter(1, exercise)
                .getSingleResult());
    }

    /** One version. */
    public Optional<ExerciseVersion> version(String exercise, int version) {
        return find("exercise = ?1 and version = ?2", exercise, version).firstResultOptional();
    }

    /** All versions of an exercise, newest first. */
    public List<ExerciseVersion> history(String exercise) {
        return list("exercise = ?1 order by version desc", exercise);
    }
}
