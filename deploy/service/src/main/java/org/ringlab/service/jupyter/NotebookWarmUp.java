package org.ringlab.service.jupyter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;
import org.ringlab.content.Lesson;
import org.ringlab.service.catalog.Catalog;

/**
 * Opens each lesson for nobody, behind the start, and takes all of it back: the first student's notebook opens as quickly as
 * the next one's.
 */
@ApplicationScoped
public class NotebookWarmUp {
    private static final Logger LOG = Logger.getLogger(NotebookWarmUp.class);
    /** No account can have this name. */
    private static final String NOBODY = "";
    /** Often enough for the JVM to compile what is asked most. */
    private static final int TIMES = 10;

    private final Catalog catalog;
    private final LessonCopies copies;
    private final Contents contents;
    private final Checkpoints checkpoints;
    private final PluginSettings settings;
    private final NotebookBundle bundle;
    private final ObjectMapper json;

    NotebookWarmUp(
            Catalog catalog,
            LessonCopies copies,
            Contents contents,
            Checkpoints checkpoints,
            PluginSettings settings,
            NotebookBundle bundle,
            ObjectMapper json) {
        this.catalog = catalog;
        this.copies = copies;
        this.contents = contents;
        this.checkpoints = checkpoints;
        this.settings = settings;
        this.bundle = bundle;
        this.json = json;
    }

    void start(@Observes StartupEvent event) {
        Thread.ofPlatform().name("notebook-warm-up").daemon().start(this::run);
    }

    @ActivateRequestContext
    void run() {
        try {
            bundle.compressEntries();
            for (int i = 0; i < TIMES; i++) {
                for (Lesson lesson : catalog.lessons()) {
                    LOG.debugf("Warmed up with a notebook of %d characters", open(lesson));
                }
            }
        } catch (RuntimeException e) {
            LOG.debug("Warming up ended early; notebooks are not concerned", e);
        }
    }

    /**
     * What a student's browser asks when it opens a lesson, in a transaction that leaves nothing behind.
     *
     * @return how many characters the answers have
     */
    @ActivateRequestContext
    int open(Lesson lesson) {
        FilePath notebook = new FilePath(lesson.id()).child("lesson.en.ipynb");
        int page = bundle.page().length() + text(settings.all(NOBODY)).length();
        QuarkusTransaction.begin();
        try {
            copies.provide(NOBODY, notebook);
            return page
                    + text(contents.get(NOBODY, notebook, "notebook", null, true, true))
                            .length()
                    + text(checkpoints.list(NOBODY, notebook)).length();
        } finally {
            QuarkusTransaction.rollback();
        }
    }

    private String text(Object answer) {
        try {
            return json.writeValueAsString(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("answers are always JSON", e);
        }
    }
}
