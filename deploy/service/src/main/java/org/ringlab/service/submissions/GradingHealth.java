package org.ringlab.service.submissions;

import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.persistence.EntityManager;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** The queue in /q/health: what waits, and what the grader failed on. Not a readiness check: everything else works. */
@Wellness
public class GradingHealth implements HealthCheck {
    private final EntityManager entities;

    GradingHealth(EntityManager entities) {
        this.entities = entities;
    }

    @Override
    @ActivateRequestContext
    public HealthCheckResponse call() {
        long failed = count("select count(*) from report where status = 'GRADER_ERROR'");
        return HealthCheckResponse.named("grading")
                .status(failed == 0)
                .withData("failed", failed)
                .withData("waiting", count("select count(*) from grading_job"))
                .withData("retried", count("select count(*) from grading_job where tries > 0"))
                .build();
    }

    private long count(String sql) {
        return ((Number) entities.createNativeQuery(sql).getSingleResult()).longValue();
    }
}
