package org.ringlab.service.submissions;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringlab.content.Lesson;
import org.ringlab.service.catalog.Catalog;
import org.ringlab.service.rules.Rules;
import org.ringlab.service.web.Refusal;

/** Submitting, from wherever: page, API or notebook. Must run on a thread that may wait. */
@ApplicationScoped
public class SubmitService {
    /** Grading takes milliseconds; after this the answer is "accepted, ask again". */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** A report may have been made by another process, which rings no bell here. */
    private static final Duration LOOK = Duration.ofMillis(250);

    private final Catalog catalog;
    private final Notebooks notebooks;
    private final SubmissionIntake intake;
    private final Uploads uploads;
    private final Submissions submissions;
    private final SubmissionViews views;
    private final ReportBell bell;
    private final Instance<StudentNotebooks> stored;

    SubmitService(
            Catalog catalog,
            Notebooks notebooks,
            SubmissionIntake intake,
            Uploads uploads,
            Submissions submissions,
            SubmissionViews views,
            ReportBell bell,
            Instance<StudentNotebooks> stored) {
        this.catalog = catalog;
        this.notebooks = notebooks;
        this.intake = intake;
        this.uploads = uploads;
        this.submissions = submissions;
        this.views = views;
        this.bell = bell;
        this.stored = stored;
    }

    /**
     * Submits a stored notebook.
     *
     * @param username the student
     * @param path of the notebook, below the student's root
     * @param exercise one exercise's id; null for all of the notebook's lesson
     * @return the submissions, with their reports as far as they are there within two seconds, and what was left out
     * @throws Refusal 404 for an unknown notebook or exercise; where no exercise is accepted the first one's reason: 403 outside its
     *     window, after its due date or without attempts left, 429 during a pause; 413 for too much
     */
    public Receipt submitStored(String username, String path, @Nullable String exercise) {
        return submitFromKernel(username, path, exercise, Map.of());
    }

    /**
     * Submits a stored notebook as it looks with what was executed since it was saved.
     *
     * @param sources last executed source by cell id
     * @see #submitStored
     */
    public Receipt submitFromKernel(
            String username, String path, @Nullable String exercise, Map<String, String> sources) {
        Lesson lesson = catalog.lessonOfNotebook(path)
                .orElseThrow(() -> Refusal.notFound(
                        "笔记本 " + path + " 不属于任何一课。", "The notebook " + path + " belongs to no lesson."));
        List<String> exercises = chosen(lesson, exercise);
        String notebook = stored.stream()
                .flatMap(place -> place.read(username, path).stream())
                .findFirst()
                .orElseThrow(() -> Refusal.notFound(
                        "你没有笔记本 " + path + "。请先打开本课的笔记本。",
                        "You have no notebook " + path + ". Open the lesson's notebook first."));
        String complete = sources.isEmpty() ? notebook : notebooks.withSources(notebook, sources);
        return submit(username, exercises, Upload.of(complete), all(exercise));
    }

    /**
     * Submits an uploaded file, whatever it is: what can't be graded is told by the report.
     *
     * @param lessonId the lesson it is of
     * @param fileName as the browser says
     * @see #submitStored
     */
    public Receipt submitFile(
            String username, String lessonId, @Nullable String exercise, Path file, @Nullable String fileName) {
        Lesson lesson = catalog.lesson(lessonId)
                .orElseThrow(
                        () -> Refusal.notFound("没有 " + lessonId + " 这一课。", "There is no lesson " + lessonId + "."));
        List<String> exercises = chosen(lesson, exercise);
        return receipt(uploads.inTurn(
                file, () -> intake.accept(username, exercises, Upload.of(file, fileName), all(exercise))));
    }

    private static boolean all(@Nullable String exercise) {
        return exercise == null || exercise.isBlank();
    }

    private List<String> chosen(Lesson lesson, @Nullable String exercise) {
        List<String> all = catalog.exercises(lesson);
        if (exercise == null || exercise.isBlank()) {
            return all;
        }
        // Students may leave the lesson's name out.
        String id = exercise.contains("/") ? exercise : lesson.id() + "/" + exercise;
        if (!all.contains(id)) {
            throw Refusal.notFound(
                    "本课没有练习 " + exercise + "。有：" + String.join("、", all),
                    "This lesson has no exercise " + exercise + ". It has: " + String.join(", ", all));
        }
        return List.of(id);
    }

    private Receipt submit(String username, List<String> exercises, Upload upload, boolean wholeLesson) {
        SubmissionIntake.Accepted accepted = intake.accept(username, exercises, upload, wholeLesson);
        return receipt(accepted);
    }

    private Receipt receipt(SubmissionIntake.Accepted accepted) {
        return new Receipt(await(accepted.submissions()), accepted.refused());
    }

    private List<SubmissionView> await(Map<Long, Rules.Holding> accepted) {
        Set<Long> ids = accepted.keySet();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                Optional<List<SubmissionGraded>> brought = bell.await(ids, LOOK);
                if (brought.isPresent()) {
                    return brought.get().stream()
                            .map(one -> views.of(
                                    one, accepted.getOrDefault(one.submission().id(), Rules.Holding.NONE)))
                            .toList();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return look(ids);
            }
            List<SubmissionView> seen = look(ids);
            if (seen.stream().noneMatch(SubmissionView::waiting) || System.nanoTime() >= deadline) {
                return seen;
            }
        }
    }

    /** Each look in a transaction of its own, so that it sees what was committed meanwhile. */
    private List<SubmissionView> look(Collection<Long> ids) {
        return QuarkusTransaction.requiringNew()
                .call(() -> ids.stream()
                        .flatMap(id -> submissions.byId(id).stream())
                        .map(views::of)
                        .toList());
    }
}
