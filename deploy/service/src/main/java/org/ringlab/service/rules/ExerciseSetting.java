package org.ringlab.service.rules;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.Feedback;
import org.ringlab.grader.attempts.AttemptRules;
import org.ringlab.grader.attempts.AttemptRules.CoolDown;
import org.ringlab.grader.attempts.AttemptRules.Late;

/** A teacher's choice for one exercise, in place of its author's. */
@Entity
@Table(name = "exercise_setting")
public class ExerciseSetting {
    @Id
    @Column
    private String exercise;

    @Column(name = "attempt_limit")
    private int limit;

    @Column(name = "cool_after")
    private int coolAfter;

    @Column(name = "cool_seconds")
    private int coolSeconds;

    @Column(name = "opens_at")
    private @Nullable Instant opensAt;

    @Column(name = "closes_at")
    private @Nullable Instant closesAt;

    @Column(name = "due_at")
    private @Nullable Instant dueAt;

    @Column(name = "late_percent")
    private double latePercent;

    @Column(name = "late_days")
    private int lateDays;

    @Column
    private String feedback;

    @Column(name = "changed_by")
    private String changedBy;

    @Column(name = "changed_at")
    private Instant changedAt;

    /** For Hibernate. */
    protected ExerciseSetting() {}

    ExerciseSetting(String exercise) {
        this.exercise = exercise;
    }

    void change(AttemptRules rules, Feedback shown, String who, Instant when) {
        limit = rules.limit();
        coolAfter = rules.coolDown().after();
        coolSeconds = (int) rules.coolDown().pause().toSeconds();
        opensAt = rules.opens();
        closesAt = rules.closes();
        dueAt = rules.due();
        latePercent = rules.late().percentPerDay();
        lateDays = rules.late().days();
        feedback = written(shown);
        changedBy = who;
        changedAt = when;
    }

    AttemptRules rules() {
        return new AttemptRules(
                limit,
                coolSeconds == 0 ? CoolDown.NONE : new CoolDown(coolAfter, Duration.ofSeconds(coolSeconds)),
                opensAt,
                closesAt,
                dueAt,
                new Late(latePercent, lateDays));
    }

    Feedback feedback() {
        Map<Feedback.Part, Feedback.When> when = new EnumMap<>(Feedback.Part.class);
        for (String word : feedback.split(",", -1)) {
            String[] pair = word.split("=", 2);
            if (pair.length == 2) {
                when.put(Feedback.Part.valueOf(constant(pair[0])), Feedback.When.valueOf(constant(pair[1])));
            }
        }
        return new Feedback(when);
    }

    /** Who made the choice. */
    public String changedBy() {
        return changedBy;
    }

    /** And when. */
    public Instant changedAt() {
        return changedAt;
    }

    private static String written(Feedback shown) {
        return new TreeMap<>(shown.when())
                .entrySet().stream()
                        .map(entry -> word(entry.getKey()) + "=" + word(entry.getValue()))
                        .collect(Collectors.joining(","));
    }

    /** As in the pages' forms: {@code after-due}. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String constant(String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
