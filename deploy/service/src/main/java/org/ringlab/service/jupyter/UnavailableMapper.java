package org.ringlab.service.jupyter;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.ringlab.service.kernels.KernelUnavailableException;

/** Answers with 503 and the reason when no kernel can be given. */
public class UnavailableMapper {
    @ServerExceptionMapper
    Response unavailable(KernelUnavailableException problem) {
        return Response.status(503)
                .type(MediaType.APPLICATION_JSON)
                .entity(Map.of("message", String.valueOf(problem.getMessage())))
                .build();
    }
}
