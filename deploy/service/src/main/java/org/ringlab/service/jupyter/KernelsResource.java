package org.ringlab.service.jupyter;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.security.Authenticated;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringlab.service.accounts.CurrentUser;
import org.ringlab.service.accounts.Role;
import org.ringlab.service.kernels.HostedKernel;
import org.ringlab.service.kernels.Kernels;
import org.ringlab.service.web.Refusal;

/** The kernels of whoever is signed in; others' do not exist for them. */
@Path("/api")
@Authenticated
public class KernelsResource {
    private final KernelHost host;
    private final JupyterSessions sessions;
    private final CurrentUser user;

    KernelsResource(KernelHost host, JupyterSessions sessions, CurrentUser user) {
        this.host = host;
        this.sessions = sessions;
        this.user = user;
    }

    /** One's running kernels. */
    @GET
    @Path("kernels")
    public List<KernelModel> list() {
        return host.running()
                .map(kernels ->
                        kernels.list(user.name()).stream().map(KernelModel::of).toList())
                .orElse(List.of());
    }

    /** Starts a kernel without a notebook. */
    @POST
    @Path("kernels")
    public Response start(@Nullable JsonNode order) {
        KernelSpecs.require(order == null ? "" : order.path("name").asText());
        HostedKernel kernel = host.kernels().create(user.name(), "");
        return Response.created(URI.create("/api/kernels/" + kernel.id()))
                .entity(KernelModel.of(kernel))
                .build();
    }

    /** One kernel. */
    @GET
    @Path("kernels/{id}")
    public KernelModel get(@PathParam("id") String id) {
        return KernelModel.of(find(id));
    }

    /** Stops a kernel. */
    @DELETE
    @Path("kernels/{id}")
    public void stop(@PathParam("id") String id) {
        HostedKernel kernel = find(id);
        sessions.forgetKernel(user.name(), id);
        host.kernels().shutdown(kernel);
    }

    /** Ends the running cell. */
    @POST
    @Path("kernels/{id}/interrupt")
    public void interrupt(@PathParam("id") String id) {
        find(id).interrupt();
    }

    /** Starts the kernel anew, under the same id. */
    @POST
    @Path("kernels/{id}/restart")
    public KernelModel restart(@PathParam("id") String id) {
        HostedKernel kernel = find(id);
        host.kernels().restart(kernel);
        return KernelModel.of(kernel);
    }

    private HostedKernel find(String id) {
        return host.running()
                .flatMap(kernels -> kernels.find(user.name(), id))
                .orElseThrow(() -> Refusal.notFound(
                        "这个内核已经不在了；请重新打开笔记本。", "This kernel is gone: open the notebook again to get another."));
    }

    /**
     * Memory of one kernel.
     *
     * @param owner the student; empty for a waiting kernel
     * @param residentBytes resident memory of its processes
     */
    public record Memory(String owner, long residentBytes) {}

    /** Memory of all kernels, for administrators. */
    @GET
    @Path("ringlab/kernels/memory")
    @RolesAllowed(Role.ADMIN_NAME)
    public List<Memory> memory() {
        Kernels kernels = host.kernels();
        return Stream.concat(
                        kernels.all().stream().map(kernel -> new Memory(kernel.owner(), kernel.residentBytes())),
                        kernels.pool().residentBytes().stream().map(bytes -> new Memory("", bytes)))
                .toList();
    }
}
