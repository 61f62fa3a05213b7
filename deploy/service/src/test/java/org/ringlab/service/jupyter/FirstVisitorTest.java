package org.ringlab.service.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ringlab.service.TestDatabase;

/** The first visitor sees every page it asks for once, leaves nothing behind, and nobody can come as it again. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
@WithTestResource(TestKernels.class)
class FirstVisitorTest {
    @Inject
    FirstVisitor visitor;

    @Inject
    EntityManager database;

    @TestHTTPResource
    URI service;

    @Test
    void looksOnceAndLeavesNothing() {
        Map<String, Integer> seen = visitor.visit(service);
        assertFalse(seen.isEmpty());
        assertEquals(Set.of(200), Set.copyOf(seen.values()), () -> "" + seen);
        assertEquals(0L, filesOfNobody());

        Map<String, Integer> again = visitor.visit(service);
        assertFalse(again.containsValue(200), () -> "" + again);
    }

    private long filesOfNobody() {
        return QuarkusTransaction.requiringNew()
                .call(() -> database.createQuery("select count(*) from StoredFile where owner = ''", Long.class)
                        .getSingleResult());
    }
}
