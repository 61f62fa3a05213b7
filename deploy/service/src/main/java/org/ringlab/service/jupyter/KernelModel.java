package org.ringlab.service.jupyter;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.ringlab.service.kernels.HostedKernel;

/**
 * A kernel as the API shows it; member names are Jupyter's.
 *
 * @param id its id
 * @param name the kernel spec's name
 * @param lastActivity when anything was last said
 * @param executionState starting, idle, busy, restarting or dead
 * @param connections connected clients
 */
public record KernelModel(
        String id,
        String name,
        @JsonProperty("last_activity") Instant lastActivity,
        @JsonProperty("execution_state") String executionState,
        int connections) {
    static KernelModel of(HostedKernel kernel) {
        return new KernelModel(
                kernel.id(), KernelSpecs.NAME, kernel.lastActivity(), kernel.executionState(), kernel.connections());
    }
}
