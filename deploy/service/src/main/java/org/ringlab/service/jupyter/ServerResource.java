package org.ringlab.service.jupyter;

import io.quarkus.security.Authenticated;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.service.accounts.CurrentUser;
import org.ringlab.service.kernels.HostedKernel;

/** The small answers a Jupyter client expects of its server. */
@Path("/api")
@Authenticated
public class ServerResource {
    /** Version of the Jupyter server whose API this is. */
    private static final String API_VERSION = "2.17.0";

    private final KernelHost host;
    private final CurrentUser user;
    private final Instant started = StoredFile.now();

    ServerResource(KernelHost host, CurrentUser user) {
        this.host = host;
        this.user = user;
    }

    /** Which API this is: open to all, as clients ask before they sign in. */
    @GET
    @PermitAll
    public Map<String, String> version() {
        return Map.of("version", API_VERSION);
    }

    /** Who is signed in. */
    @GET
    @Path("me")
    public Map<String, Object> me() {
        String name = user.name();
        Map<String, @Nullable Object> identity = new HashMap<>();
        identity.put("username", name);
        identity.put("name", name);
        identity.put("display_name", name);
        identity.put("initials", name.substring(0, Math.min(2, name.length())));
        identity.put("avatar_url", null);
        identity.put("color", null);
        return Map.of("identity", identity, "permissions", Map.of());
    }

    /** Activity of one's own kernels. */
    @GET
    @Path("status")
    public Map<String, Object> status() {
        List<HostedKernel> own =
                host.running().map(kernels -> kernels.list(user.name())).orElse(List.of());
        Instant last = own.stream()
                .map(HostedKernel::lastActivity)
                .max(Instant::compareTo)
                .orElse(started);
        return Map.of(
                "started",
                started,
                "last_activity",
                last,
                "kernels",
                own.size(),
                "connections",
                own.stream().mapToInt(HostedKernel::connections).sum());
    }

    /** Notebooks are not converted here. */
    @GET
    @Path("nbconvert")
    public Map<String, Object> converters() {
        return Map.of();
    }

    /** Old-style configuration: none. */
    @GET
    @Path("config/{section}")
    public Map<String, Object> config(@PathParam("section") String section) {
        return Map.of();
    }

    /** Old-style configuration is not kept; nothing in the interface relies on it. */
    @PATCH
    @Path("config/{section}")
    public Map<String, Object> changeConfig(@PathParam("section") String section) {
        return Map.of();
    }

    /** The same by PUT. */
    @PUT
    @Path("config/{section}")
    public Map<String, Object> replaceConfig(@PathParam("section") String section) {
        return Map.of();
    }
}
