package org.ringlab.service.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import org.junit.jupiter.api.Test;
import org.ringlab.content.Lesson;
import org.ringlab.service.TestDatabase;
import org.ringlab.service.catalog.Catalog;

/** Warming up opens lessons for nobody, and leaves nothing of it behind. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
@WithTestResource(TestKernels.class)
class NotebookWarmUpTest {
    @Inject
    NotebookWarmUp warmUp;

    @Inject
    Catalog catalog;

    @Inject
    EntityManager database;

    @Test
    void opensLessonsForNobodyAndKeepsNothing() {
        for (Lesson lesson : catalog.lessons()) {
            assertTrue(warmUp.open(lesson) > lesson.notebooks().en().length());
        }
        assertEquals(0L, filesOfNobody());
    }

    private long filesOfNobody() {
        return QuarkusTransaction.requiringNew()
                .call(() -> database.createQuery("select count(*) from StoredFile where owner = ''", Long.class)
                        .getSingleResult());
    }
}
