package org.ringlab.service.jupyter;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.service.accounts.CurrentUser;
import org.ringlab.service.jupyter.JupyterSessions.JupyterSession;
import org.ringlab.service.kernels.HostedKernel;
import org.ringlab.service.web.Refusal;

/** The sessions API. */
@Path("/api/sessions")
@Authenticated
public class SessionsResource {
    private final JupyterSessions sessions;
    private final NotebookSessions notebooks;
    private final KernelHost host;
    private final Contents contents;
    private final CurrentUser user;

    SessionsResource(
            JupyterSessions sessions,
            NotebookSessions notebooks,
            KernelHost host,
            Contents contents,
            CurrentUser user) {
        this.sessions = sessions;
        this.notebooks = notebooks;
        this.host = host;
        this.contents = contents;
        this.user = user;
    }

    /**
     * A session as the API shows it.
     *
     * @param notebook where it is, for older clients
     */
    public record Model(
            String id, String path, String name, String type, KernelModel kernel, Map<String, String> notebook) {}

    /** One's sessions whose kernels live. */
    @GET
    public List<Model> list() {
        return sessions.list(user.name()).stream()
                .flatMap(session -> model(session).stream())
                .toList();
    }

    /** Opens a session: with the given kernel, or a new one. A notebook that has a session keeps it. */
    @POST
    public Response open(@Nullable JsonNode order) {
        if (order == null || order.path("path").asText().isEmpty()) {
            throw Refusal.badRequest("请求里缺少 path。", "The request has no \"path\".");
        }
        String path = FilePath.of(order.path("path").asText()).text();
        String name = order.path("name").asText();
        String type = order.path("type").asText("notebook");
        JsonNode wanted = order.path("kernel");
        String kernelId = wanted.path("id").asText();
        if (kernelId.isEmpty()) {
            KernelSpecs.require(wanted.path("name").asText());
            return created(require(notebooks.open(user.name(), path, name, type)));
        }
        JupyterSession session = notebooks
                .running(user.name(), path, type)
                .orElseGet(() -> sessions.add(
                        user.name(), path, name, type, find(kernelId).id()));
        return created(require(session));
    }

    private static Response created(Model session) {
        return Response.created(URI.create("/api/sessions/" + session.id()))
                .entity(session)
                .build();
    }

    private HostedKernel start(String kernelName, String path) {
        KernelSpecs.require(kernelName);
        return host.kernels().create(user.name(), notebook(path));
    }

    /** The path if it is a notebook's, else empty: front ends open sessions before they say for what. */
    private String notebook(String path) {
        return contents.exists(user.name(), new FilePath(path)) ? path : "";
    }

    /** One session. */
    @GET
    @Path("{id}")
    public Model get(@PathParam("id") String id) {
        return require(session(id));
    }

    /** Changes path, name, type or kernel. */
    @PATCH
    @Path("{id}")
    public Model change(@PathParam("id") String id, @Nullable JsonNode change) {
        JupyterSession session = session(id);
        if (change == null) {
            return require(session);
        }
        String path = FilePath.of(change.path("path").asText(session.path())).text();
        HostedKernel kernel = kernel(session, change.path("kernel"), path);
        JupyterSession changed = new JupyterSession(
                id,
                session.owner(),
                path,
                change.path("name").asText(session.name()),
                change.path("type").asText(session.type()),
                kernel.id());
        notebooks.change(changed);
        if (!notebook(path).isEmpty()) {
            kernel.serve(path);
        }
        return require(changed);
    }

    private HostedKernel kernel(JupyterSession session, JsonNode wanted, String path) {
        String id = wanted.path("id").asText("");
        if (!id.isEmpty()) {
            return find(id);
        }
        String name = wanted.path("name").asText("");
        if (name.isEmpty()) {
            return find(session.kernelId());
        }
        host.running()
                .flatMap(kernels -> kernels.find(user.name(), session.kernelId()))
                .ifPresent(old -> host.kernels().shutdown(old));
        return start(name, path);
    }

    /** Ends a session and its kernel. */
    @DELETE
    @Path("{id}")
    public void close(@PathParam("id") String id) {
        notebooks.close(session(id));
    }

    private JupyterSession session(String id) {
        return sessions.find(user.name(), id)
                .orElseThrow(() -> Refusal.notFound("没有这个会话。", "There is no such session."));
    }

    private HostedKernel find(String id) {
        return host.kernels()
                .find(user.name(), id)
                .orElseThrow(() -> Refusal.notFound("这个内核已经不在了。", "This kernel is gone."));
    }

    private Model require(JupyterSession session) {
        return model(session)
                .orElseThrow(() -> Refusal.notFound("这个会话的内核已经不在了。", "The kernel of this session is gone."));
    }

    private Optional<Model> model(JupyterSession session) {
        return host.running()
                .flatMap(kernels -> kernels.find(user.name(), session.kernelId()))
                .map(kernel -> new Model(
                        session.id(),
                        session.path(),
                        session.name(),
                        session.type(),
                        KernelModel.of(kernel),
                        Map.of("path", session.path(), "name", session.name())));
    }
}
