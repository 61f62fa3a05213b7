package org.ringlab.service.jupyter;

import io.quarkus.security.Authenticated;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** The kernel's logo, where Jupyter servers look for it whatever a kernel spec says. */
@Path("/kernelspecs/ringlab/logo-svg.svg")
@Authenticated
public class KernelLogo {
    /** Two hosts and the router between them. */
    private static final String LOGO = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><circle cx="32" cy="32" r="22" fill="none" \
            stroke="#2a6f97" stroke-width="5"/><circle cx="32" cy="10" r="7" fill="#f4a259"/><circle cx="13" cy="43" r="7" \
            fill="#2a6f97"/><circle cx="51" cy="43" r="7" fill="#2a6f97"/></svg>
            """;

    /** The picture. */
    @GET
    public Response logo() {
        return Response.ok(LOGO, "image/svg+xml")
                .header("Cache-Control", "private, max-age=86400")
                .build();
    }
}
