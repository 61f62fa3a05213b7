package org.ringlab.service.jupyter;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The interface's static files. Their address has the version in it, so that browsers may keep them for good. */
@Path("/static/notebook")
@PermitAll
public class NotebookAssets {
    private final NotebookBundle bundle;

    NotebookAssets(NotebookBundle bundle) {
        this.bundle = bundle;
    }

    /** A static file. */
    @GET
    @Path("{version}/{name:.+}")
    public Response get(
            @PathParam("version") String version,
            @PathParam("name") String name,
            @HeaderParam("Accept-Encoding") @Nullable String encodings) {
        boolean gzip = encodings != null && encodings.contains("gzip");
        Optional<NotebookBundle.Asset> asset =
                version.equals(bundle.version()) ? bundle.asset(name, gzip) : Optional.empty();
        if (asset.isEmpty()) {
            return Response.status(404).build();
        }
        Response.ResponseBuilder answer = Response.ok(asset.get().bytes())
                .type(asset.get().mediaType())
                .header("Vary", "Accept-Encoding")
                .header("Cache-Control", "public, max-age=31536000, immutable");
        if (asset.get().gzip()) {
            answer.header("Content-Encoding", "gzip");
        }
        return answer.build();
    }
}
