package org.ringlab.service.pages;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringlab.content.Lesson;
import org.ringlab.service.accounts.Account;
import org.ringlab.service.catalog.Catalog;
import org.ringlab.service.submissions.ReportRecord;
import org.ringlab.service.submissions.StudentReports;
import org.ringlab.service.submissions.SubmissionRecord;
import org.ringlab.service.submissions.Submissions;

/** How far a student has come. Call within a transaction. */
@ApplicationScoped
public class Progress {
    private final Catalog catalog;
    private final Submissions submissions;
    private final ReportReader reports;
    private final StudentReports shown;
    private final AttemptLines lines;

    Progress(Catalog catalog, Submissions submissions, ReportReader reports, StudentReports shown, AttemptLines lines) {
        this.catalog = catalog;
        this.submissions = submissions;
        this.reports = reports;
        this.shown = shown;
        this.lines = lines;
    }

    /** A lesson with the number of exercises that have full marks. */
    public LessonCard card(Lesson lesson, String language, Optional<Account> student) {
        long done = catalog.exercises(lesson).stream()
                .filter(exercise -> history(student, exercise).stream().anyMatch(SubmissionRecord::solved))
                .count();
        return new LessonCard(
                lesson.id(),
                lesson.title().in(language),
                lesson.summary().in(language),
                lesson.minutes(),
                (int) done,
                lesson.exercises().size());
    }

    /** A lesson's exercises, each with the student's last report. */
    public List<ExerciseCard> exercises(Lesson lesson, String language, Words words, Optional<Account> student) {
        return catalog.exercises(lesson).stream()
                .flatMap(exercise -> catalog.current(exercise).stream().map(pack -> {
                    List<SubmissionRecord> history = history(student, exercise);
                    @Nullable SubmissionRecord last = history.isEmpty() ? null : history.getFirst();
                    @Nullable ReportRecord report = last == null ? null : last.report();
                    return new ExerciseCard(
                            exercise.substring(lesson.id().length() + 1),
                            pack.title().in(language),
                            pack.minutes(),
                            (int) reportsOf(history)
                                    .filter(ReportRecord::charged)
                                    .count(),
                            best(history).map(Progress::fraction).orElse(null),
                            report == null || last == null ? null : reports.read(shown.of(last), language, words),
                            last == null ? null : "/submissions/" + last.id(),
                            student.map(account -> lines.of(account, exercise, history, language))
                                    .orElse(List.of()));
                }))
                .toList();
    }

    private List<SubmissionRecord> history(Optional<Account> student, String exercise) {
        return student.map(account -> submissions.ofStudent(account, exercise)).orElse(List.of());
    }

    private static Optional<ReportRecord> best(List<SubmissionRecord> history) {
        return reportsOf(history)
                .filter(report -> report.counted() != null)
                .max(Comparator.comparingDouble(Progress::counted));
    }

    private static Stream<ReportRecord> reportsOf(List<SubmissionRecord> history) {
        return history.stream().flatMap(submission -> Stream.ofNullable(submission.report()));
    }

    private static String fraction(ReportRecord report) {
        return Pages.points(counted(report)) + " / " + Pages.points(report.max());
    }

    private static double counted(ReportRecord report) {
        Double counted = report.counted();
        return counted == null ? 0 : counted;
    }
}
