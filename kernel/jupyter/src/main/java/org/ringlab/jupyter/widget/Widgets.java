package org.ringlab.jupyter.widget;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.ringlab.jupyter.session.Comms;
import org.ringlab.jupyter.wire.Parent;

/**
 * Widgets of Jupyter's own set (module {@code @jupyter-widgets/controls}, messages of version 2.1): each is a comm whose
 * state the front end mirrors. They live as long as the kernel.
 */
public final class Widgets {
    /** How a front end finds a widget that a cell shows. */
    private static final String VIEW = "application/vnd.jupyter.widget-view+json";

    private static final String TARGET = "jupyter.widget";
    private static final String CONTROLS = "@jupyter-widgets/controls";
    private static final String BASE = "@jupyter-widgets/base";
    private static final String VERSION = "2.0.0";

    private final Comms comms;
    private final Map<String, JsonObject> states = new LinkedHashMap<>();

    /** Widgets that talk by {@code comms}. */
    public Widgets(Comms comms) {
        this.comms = comms;
    }

    /** A piece of HTML; its id. */
    public String html(Parent parent, String value) {
        JsonObject state = new JsonObject();
        state.addProperty("value", value);
        return make(parent, "HTML", state, message -> {});
    }

    /** A button; its id. */
    public String button(Parent parent, String label, Runnable clicked) {
        JsonObject state = new JsonObject();
        state.addProperty("description", label);
        return make(parent, "Button", state, message -> {
            if (text(message, "method").equals("custom")
                    && message.get("content") instanceof JsonObject content
                    && text(content, "event").equals("click")) {
                clicked.run();
            }
        });
    }

    /**
     * A box to write in; its id.
     *
     * @param rows its height in lines
     * @param edited takes the whole text when the student leaves the box
     */
    public String textArea(Parent parent, String value, int rows, Consumer<String> edited) {
        JsonObject state = new JsonObject();
        state.addProperty("value", value);
        state.addProperty("rows", rows);
        state.addProperty("continuous_update", false);
        state.addProperty("description", "");
        state.addProperty("layout", "IPY_MODEL_" + wide(parent));
        return make(parent, "Textarea", state, message -> {
            if (text(message, "method").equals("update")
                    && message.get("state") instanceof JsonObject change
                    && change.has("value")) {
                state.addProperty("value", text(change, "value"));
                edited.accept(text(change, "value"));
            }
        });
    }

    private String wide(Parent parent) {
        JsonObject state = new JsonObject();
        state.addProperty("width", "100%");
        return make(parent, BASE, "Layout", state, message -> {});
    }

    /** Widgets side by side, or one below the other; its id. */
    public String box(Parent parent, boolean below, List<String> children) {
        JsonObject state = new JsonObject();
        state.add("children", references(children));
        return make(parent, below ? "VBox" : "HBox", state, message -> {});
    }

    private String make(Parent parent, String kind, JsonObject state, Consumer<JsonObject> told) {
        return make(parent, CONTROLS, kind, state, told);
    }

    private String make(Parent parent, String module, String kind, JsonObject state, Consumer<JsonObject> told) {
        state.addProperty("_model_module", module);
        state.addProperty("_model_module_version", VERSION);
        state.addProperty("_model_name", kind + "Model");
        state.addProperty("_view_module", module);
        state.addProperty("_view_module_version", VERSION);
        state.addProperty("_view_name", kind + "View");
        String id =
                comms.open(parent, TARGET, data(state), List.of(), (comm, message) -> received(comm, message, told));
        states.put(id, state);
        return id;
    }

    private static JsonObject data(JsonObject state) {
        JsonObject data = new JsonObject();
        data.add("state", state);
        data.add("buffer_paths", new JsonArray());
        return data;
    }

    private static JsonArray references(List<String> children) {
        JsonArray array = new JsonArray();
        children.forEach(child -> array.add("IPY_MODEL_" + child));
        return array;
    }

    private void received(String id, JsonObject message, Consumer<JsonObject> told) {
        if (text(message, "method").equals("request_state")) {
            update(id, states.getOrDefault(id, new JsonObject()));
        } else {
            told.accept(message);
        }
    }

    private static String text(JsonObject object, String key) {
        JsonElement value = object.get(key);
        return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
    }

    private void update(String id, JsonObject change) {
        JsonObject data = data(change);
        data.addProperty("method", "update");
        comms.send(Parent.none(), id, data, List.of());
    }

    private void set(String id, String key, JsonElement value) {
        JsonObject state = states.get(id);
        if (state != null && !value.equals(state.get(key))) {
            state.add(key, value);
            JsonObject change = new JsonObject();
            change.add(key, value);
            update(id, change);
        }
    }

    /** Shows other HTML in a piece of it. */
    public void setHtml(String id, String value) {
        set(id, "value", new JsonPrimitive(value));
    }

    /** Lets a button be pressed, or not. */
    public void setEnabled(String id, boolean enabled) {
        set(id, "disabled", new JsonPrimitive(!enabled));
    }

    /** Puts others into a box. */
    public void setChildren(String id, List<String> children) {
        set(id, "children", references(children));
    }

    /** Ends a widget. */
    public void close(String id) {
        states.remove(id);
        comms.close(Parent.none(), id);
    }

    /** Shows a widget where there is a front end for it, and {@code instead} elsewhere. */
    public static DisplayData shown(String id, DisplayData instead) {
        instead.putData(VIEW, Map.of("version_major", 2, "version_minor", 0, "model_id", id));
        return instead;
    }
}
