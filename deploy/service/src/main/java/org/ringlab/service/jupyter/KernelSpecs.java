package org.ringlab.service.jupyter;

import io.quarkus.security.Authenticated;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Map;
import org.ringlab.service.web.Refusal;

/** The one kind of kernel there is. */
@Path("/api/kernelspecs")
@Authenticated
public class KernelSpecs {
    /** Its name, as notebooks keep it. */
    public static final String NAME = "ringlab";

    private static final Map<String, Object> MODEL = Map.of(
            "name",
            NAME,
            "spec",
            Map.of(
                    "argv",
                    new String[0],
                    "display_name",
                    "Ringlab",
                    "language",
                    "java",
                    "interrupt_mode",
                    "message",
                    "env",
                    Map.of(),
                    "metadata",
                    Map.of()),
            "resources",
            Map.of("logo-svg", "/kernelspecs/" + NAME + "/logo-svg.svg"));

    /** Refuses names of other kernels; an empty one means the default. */
    static void require(String name) {
        if (!name.isEmpty() && !name.equals(NAME)) {
            throw Refusal.notFound(
                    "没有内核 " + name + "；请选择 ringlab。", "There is no kernel " + name + ": choose ringlab.");
        }
    }

    /** All kernel specs. */
    @GET
    public Map<String, Object> list() {
        return Map.of("default", NAME, "kernelspecs", Map.of(NAME, MODEL));
    }

    /** One kernel spec. */
    @GET
    @Path("{name}")
    public Map<String, Object> get(@PathParam("name") String name) {
        require(name);
        return MODEL;
    }
}
