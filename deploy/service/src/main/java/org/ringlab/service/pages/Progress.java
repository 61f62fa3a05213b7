package org.ringlab.service.pages;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringlab.content.Lesson;
import org.ringlab.service.accounts.Account;
import org.ringlab.service.catalog.Catalog;
import org.ringlab.service.submissions.Standings;
import org.ringlab.service.submissions.Standings.Standing;
import org.ringlab.service.submissions.StudentReports;
import org.ringlab.service.submissions.SubmissionRecord;
import org.ringlab.service.submissions.Submissions;

/** How far a student has come. Reads what is shown, of reports an exercise's last alone. Call within a transaction. */
@ApplicationScoped
public class Progress {
    private final Catalog catalog;
    private final Standings standings;
    private final Submissions submissions;
    private final ReportReader reports;
    private final StudentReports shown;
    private final AttemptLines lines;

    Progress(
            Catalog catalog,
            Standings standings,
            Submissions submissions,
            ReportReader reports,
            StudentReports shown,
            AttemptLines lines) {
        this.catalog = catalog;
        this.standings = standings;
        this.submissions = submissions;
        this.reports = reports;
        this.shown = shown;
        this.lines = lines;
    }

    /** Lessons, each with the number of exercises that have full marks. */
    public List<LessonCard> cards(List<Lesson> lessons, String language, Optional<Account> student) {
        Set<String> solved = student.map(standings::solved).orElse(Set.of());
        return lessons.stream()
                .map(lesson -> new LessonCard(
                        lesson.id(),
                        lesson.title().in(language),
                        lesson.summary().in(language),
                        lesson.minutes(),
                        (int) catalog.exercises(lesson).stream()
                                .filter(solved::contains)
                                .count(),
                        lesson.exercises().size()))
                .toList();
    }

    /** A lesson's exercises, each with the student's last report. */
    public List<ExerciseCard> exercises(Lesson lesson, String language, Words words, Optional<Account> student) {
        List<String> exercises = catalog.exercises(lesson);
        Map<String, Standing> all =
                student.map(account -> standings.of(account, exercises)).orElse(Map.of());
        Map<String, SubmissionRecord> last = new HashMap<>();
        submissions
                .byIds(all.values().stream().map(Standing::last).toList())
                .forEach(submission -> last.put(submission.exercise(), submission));
        return exercises.stream()
                .flatMap(exercise -> catalog.current(exercise).stream().map(pack -> {
                    Standing standing = all.getOrDefault(exercise, Standing.NONE);
                    @Nullable SubmissionRecord latest = last.get(exercise);
                    return new ExerciseCard(
                            exercise.substring(lesson.id().length() + 1),
                            pack.title().in(language),
                            pack.minutes(),
                            standing.graded(),
                            best(standing),
                            latest == null || latest.report() == null
                                    ? null
                                    : reports.read(shown.of(latest), language, words),
                            latest == null ? null : "/submissions/" + latest.id(),
                            student.map(account -> lines.of(account, exercise, standing.past(), language))
                                    .orElse(List.of()));
                }))
                .toList();
    }

    private static @Nullable String best(Standing standing) {
        Double best = standing.best();
        return best == null ? null : Pages.points(best) + " / " + Pages.points(standing.max());
    }
}
