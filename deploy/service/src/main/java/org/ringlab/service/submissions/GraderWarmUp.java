package org.ringlab.service.submissions;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import org.jboss.logging.Logger;
import org.ringlab.content.Lesson;
import org.ringlab.grader.Grader;
import org.ringlab.grader.GradingContext;
import org.ringlab.grader.ReportJson;
import org.ringlab.grader.Submission;
import org.ringlab.service.catalog.Catalog;

/** Grades each exercise once, unanswered, behind the start: the first student's feedback is as quick as the next one's. */
@ApplicationScoped
public class GraderWarmUp {
    private static final Logger LOG = Logger.getLogger(GraderWarmUp.class);
    private static final GradingContext NOBODY =
            new GradingContext("nobody", 1, 1, "warming up, no secret".getBytes(StandardCharsets.UTF_8));

    private final Catalog catalog;

    GraderWarmUp(Catalog catalog) {
        this.catalog = catalog;
    }

    void start(@Observes StartupEvent event) {
        Thread.ofPlatform().name("grader-warm-up").daemon().start(this::run);
    }

    private void run() {
        try {
            catalog.lessons().forEach(this::grade);
        } catch (RuntimeException e) {
            LOG.debug("Warming up ended early; submissions are not concerned", e);
        }
    }

    private void grade(Lesson lesson) {
        Submission unanswered = new Submission(lesson.notebooks().en());
        catalog.exercises(lesson).stream()
                .flatMap(exercise -> catalog.published(exercise).stream())
                .map(pack -> ReportJson.student(Grader.grade(pack, unanswered, NOBODY)))
                .forEach(report -> LOG.debugf("Warmed up with a report of %d characters", report.length()));
    }
}
