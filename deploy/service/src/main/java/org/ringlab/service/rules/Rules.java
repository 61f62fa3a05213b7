package org.ringlab.service.rules;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.Feedback;
import org.ringlab.grader.ExercisePack;
import org.ringlab.grader.attempts.AttemptRules;
import org.ringlab.grader.attempts.Extra;
import org.ringlab.service.accounts.Account;
import org.ringlab.service.audit.Audit;
import org.ringlab.service.catalog.BrokenExercise;
import org.ringlab.service.catalog.Catalog;

/** What holds for an exercise and a student: the teacher's choice, else the author's, and grants. */
@ApplicationScoped
public class Rules {
    /** One exercise at a time: a list of them would be another query to Hibernate each time. */
    private static final String HOLDING = """
            select v.version, s, e from ExerciseVersion v
            left join ExerciseSetting s on s.exercise = v.exercise
            left join Extension e on e.student = :student and (e.exercise = v.exercise or e.exercise is null)
            where v.exercise = :exercise
            and v.version = (select max(w.version) from ExerciseVersion w where w.exercise = v.exercise)""";

    private final EntityManager entities;
    private final Catalog catalog;
    private final Audit audit;
    private final Clock clock;

    Rules(EntityManager entities, Catalog catalog, Audit audit, Clock clock) {
        this.entities = entities;
        this.catalog = catalog;
        this.audit = audit;
        this.clock = clock;
    }

    /** Now. */
    public Instant now() {
        return clock.instant();
    }

    /** The teacher's own choice, if there is one. */
    public Optional<ExerciseSetting> setting(String exercise) {
        return Optional.ofNullable(entities.find(ExerciseSetting.class, exercise));
    }

    /** The rules for everybody. */
    public AttemptRules attempts(String exercise) {
        return of(exercise).attempts();
    }

    /** What is shown when. */
    public Feedback feedback(String exercise) {
        return of(exercise).feedback();
    }

    /**
     * What holds for everybody in an exercise.
     *
     * @param attempts how often and when it may be handed in
     * @param feedback what is shown when
     */
    public record Common(AttemptRules attempts, Feedback feedback) {
        /** An exercise that can't be understood restricts nothing; the grader says that it is broken. */
        private static final Common NONE = new Common(AttemptRules.FREE, Feedback.USUAL);

        private Common(ExercisePack authors) {
            this(authors.attempts(), authors.feedback());
        }

        private Common(ExerciseSetting teachers) {
            this(teachers.rules(), teachers.feedback());
        }

        /** Whether what is kept for after the due date may be shown by now to who was granted something. */
        public boolean released(Extra extra, Instant now) {
            Instant released = attempts.with(extra).released();
            return released != null && !now.isBefore(released);
        }
    }

    /**
     * What holds for a student in an exercise.
     *
     * @param version the exercise's current one
     * @param common what holds for everybody
     * @param extra what the student was granted
     */
    public record Holding(int version, Common common, Extra extra) {
        /** Where there is no exercise. */
        public static final Holding NONE = new Holding(0, Common.NONE, Extra.NONE);

        /** Whether what is kept for after the due date may be shown to the student by now. */
        public boolean released(Instant now) {
            return common.released(extra, now);
        }
    }

    /** What holds for a student in an exercise; empty where there is none of that name. */
    public Optional<Holding> holding(Account student, String exercise) {
        List<Object[]> rows = entities.createQuery(HOLDING, Object[].class)
                .setParameter("student", student)
                .setParameter("exercise", exercise)
                .getResultList();
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        Object[] first = rows.getFirst();
        int version = (Integer) first[0];
        Extra granted = rows.stream()
                .flatMap(row -> Stream.ofNullable((Extension) row[2]))
                .map(Extension::extra)
                .reduce(Extra.NONE, Extra::or);
        return Optional.of(new Holding(version, common((ExerciseSetting) first[1], exercise, version), granted));
    }

    private Common common(@Nullable ExerciseSetting teachers, String exercise, int version) {
        return common(Optional.ofNullable(teachers), () -> Optional.of(catalog.pack(exercise, version)));
    }

    /** All that holds for everybody, by the exercise's current version. */
    public Common of(String exercise) {
        return common(setting(exercise), () -> catalog.current(exercise));
    }

    private static Common common(Optional<ExerciseSetting> teachers, Supplier<Optional<ExercisePack>> authors) {
        return teachers.map(Common::new).orElseGet(() -> {
            try {
                return authors.get().map(Common::new).orElse(Common.NONE);
            } catch (BrokenExercise e) {
                return Common.NONE;
            }
        });
    }

    /** What a student was granted in an exercise. */
    public Extra extra(Account student, String exercise) {
        return entities.createQuery(
                        "from Extension where student = ?1 and (exercise = ?2 or exercise is null)", Extension.class)
                .setParameter(1, student)
                .setParameter(2, exercise)
                .getResultStream()
                .map(Extension::extra)
                .reduce(Extra.NONE, Extra::or);
    }

    /** Makes a teacher's choice. */
    @Transactional
    public void choose(String who, String exercise, AttemptRules rules, Feedback shown) {
        ExerciseSetting setting = setting(exercise).orElseGet(() -> new ExerciseSetting(exercise));
        setting.change(rules, shown, who, now());
        entities.merge(setting);
        audit.record(who, "change-rules", exercise);
    }

    /** Takes a teacher's choice back: the author's holds again. */
    @Transactional
    public void reset(String who, String exercise) {
        setting(exercise).ifPresent(setting -> {
            entities.remove(setting);
            audit.record(who, "reset-rules", exercise);
        });
    }

    /** Grants in an exercise, and in all, by student. */
    public List<Extension> extensions(String exercise) {
        return entities.createQuery(
                        "from Extension e join fetch e.student where e.exercise = ?1 or e.exercise is null"
                                + " order by e.student.username, e.exercise",
                        Extension.class)
                .setParameter(1, exercise)
                .getResultList();
    }

    /**
     * Grants something; what was granted there before is replaced, and nothing takes it back.
     *
     * @param exercise null for all
     */
    @Transactional
    public void grant(String who, Account student, @Nullable String exercise, Extra extra, String reason) {
        Extension extension = entities.createQuery(
                        "from Extension where student = ?1 and (exercise = ?2 or (exercise is null and ?2 is null))",
                        Extension.class)
                .setParameter(1, student)
                .setParameter(2, exercise)
                .getResultStream()
                .findFirst()
                .orElseGet(() -> new Extension(entities.merge(student), exercise));
        if (extra.equals(Extra.NONE)) {
            if (extension.id() != null) {
                entities.remove(extension);
            }
        } else {
            extension.change(extra, reason, who, now());
            entities.merge(extension);
        }
        audit.record(
                who,
                "grant",
                student.username() + " " + (exercise == null ? "*" : exercise) + " "
                        + extra.time().toMinutes() + " min " + extra.attempts() + " attempts");
    }
}
