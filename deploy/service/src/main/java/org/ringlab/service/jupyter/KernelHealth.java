package org.ringlab.service.jupyter;

import io.smallrye.health.api.Wellness;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.ringlab.service.kernels.IsolationReport;
import org.ringlab.service.kernels.Kernels;

/** Kernels and their isolation in /q/health. Not a readiness check: pages, grades and reports work without kernels. */
@Wellness
public class KernelHealth implements HealthCheck {
    private final KernelHost host;

    KernelHealth(KernelHost host) {
        this.host = host;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("kernels");
        if (host.running().isEmpty()) {
            return answer.down().withData("problem", host.unavailable()).build();
        }
        Kernels kernels = host.running().get();
        IsolationReport report = kernels.isolation().report();
        answer.status(kernels.isolation().allowsKernels()
                && kernels.pool().lastFailure().isEmpty());
        answer.withData("isolation", report.summary());
        report.checks().forEach(check -> answer.withData(check.name(), check.detail()));
        answer.withData("running", kernels.all().size())
                .withData("warm", kernels.pool().ready());
        if (!kernels.pool().lastFailure().isEmpty()) {
            answer.withData("problem", "a kernel could not be started; the log has the reason");
        }
        return answer.build();
    }
}
