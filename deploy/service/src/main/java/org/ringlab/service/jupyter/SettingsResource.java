package org.ringlab.service.jupyter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.Text;
import org.ringlab.service.accounts.CurrentUser;
import org.ringlab.service.kernels.Messages;
import org.ringlab.service.web.Refusal;

/** Settings and window layouts of the notebook interface, for each student their own. */
@Path("/lab/api")
@Authenticated
public class SettingsResource {
    /** A student changes a few lines; more is no setting. */
    private static final int MAX_CHARACTERS = 200_000;

    private final InterfaceSettings settings;
    private final PluginSettings plugins;
    private final CurrentUser user;

    SettingsResource(InterfaceSettings settings, PluginSettings plugins, CurrentUser user) {
        this.settings = settings;
        this.plugins = plugins;
        this.user = user;
    }

    /** All settings, or their ids. */
    @GET
    @Path("settings")
    public JsonNode settings(@QueryParam("ids_only") @Nullable String idsOnly) {
        return "true".equals(idsOnly) ? plugins.ids(user.name()) : plugins.all(user.name());
    }

    /** One plugin's settings. */
    @GET
    @Path("settings/{id:.+}")
    public JsonNode setting(@PathParam("id") String id) {
        return plugins.one(user.name(), id)
                .orElseThrow(() -> Refusal.notFound("没有设置 " + id + "。", "There are no settings " + id + "."));
    }

    /** Keeps a plugin's settings: the text as it is, JSON with comments. */
    @PUT
    @Path("settings/{id:.+}")
    public void save(@PathParam("id") String id, @Nullable JsonNode change) {
        if (change == null || !change.path("raw").isTextual()) {
            throw Refusal.badRequest("请求里缺少 raw。", "The request has no \"raw\".");
        }
        keep(InterfaceSettings.SETTINGS, id, change.path("raw").asText());
    }

    private void keep(String kind, String name, String text) {
        if (text.length() > MAX_CHARACTERS || name.length() > MAX_CHARACTERS / 1000) {
            throw new Refusal(413, new Text("设置太长。", "These settings are too long."));
        }
        settings.save(user.name(), kind, name, text);
    }

    /** All window layouts. */
    @GET
    @Path("workspaces")
    public Map<String, Object> workspaces() {
        Map<String, String> saved = settings.all(user.name(), InterfaceSettings.WORKSPACE);
        List<JsonNode> values = saved.values().stream().map(Messages::read).toList();
        return Map.of("workspaces", Map.of("ids", saved.keySet(), "values", values));
    }

    /** One window layout; an empty one when nothing was saved. */
    @GET
    @Path("workspaces/{id:.+}")
    public JsonNode workspace(@PathParam("id") String id) {
        return settings.find(user.name(), InterfaceSettings.WORKSPACE, id)
                .map(Messages::read)
                .orElseGet(() -> {
                    ObjectNode empty = JsonNodeFactory.instance.objectNode();
                    empty.putObject("data");
                    empty.putObject("metadata").put("id", id);
                    return empty;
                });
    }

    /** Keeps a window layout. */
    @PUT
    @Path("workspaces/{id:.+}")
    public void saveWorkspace(@PathParam("id") String id, @Nullable JsonNode layout) {
        keep(InterfaceSettings.WORKSPACE, id, layout == null ? "{}" : layout.toString());
    }

    /** Forgets a window layout. */
    @DELETE
    @Path("workspaces/{id:.+}")
    public void deleteWorkspace(@PathParam("id") String id) {
        settings.delete(user.name(), InterfaceSettings.WORKSPACE, id);
    }

    /** Languages of the interface; its texts are in the bundle. */
    @GET
    @Path("translations")
    public Map<String, Object> translations() {
        return Map.of("data", Map.of("en", Map.of("displayName", "English", "nativeName", "English")), "message", "");
    }

    /** No further texts of a language. */
    @GET
    @Path("translations/{language}")
    public Map<String, Object> translation(@PathParam("language") String language) {
        return Map.of("data", Map.of(), "message", "");
    }
}
