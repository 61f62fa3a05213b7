package org.ringlab.jupyter.magic;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import org.ringlab.checks.Answers;
import org.ringlab.host.CommandResult;
import org.ringlab.host.Lab;
import org.ringlab.host.files.FileException;
import org.ringlab.jupyter.lab.Workbench;
import org.ringlab.jupyter.session.Comms;
import org.ringlab.jupyter.text.Text;
import org.ringlab.jupyter.wire.Parent;

/**
 * {@code %edit HOST:/PATH}: the file in a box to edit, with a button that writes it as {@code %%file} does, so that undo,
 * return and grading know of it. Clients without widgets show the text of such a {@code %%file} cell instead.
 */
public final class EditMagic extends LabMagicBase {
    private static final String TARGET = "jupyter.widget";
    private static final String CONTROLS = "@jupyter-widgets/controls";
    private static final String BASE = "@jupyter-widgets/base";
    private static final MIMEType VIEW = MIMEType.parse("application/vnd.jupyter.widget-view+json");
    private static final int ROWS = 24;
    private static final Comms.Listener DEAF = (id, data) -> {};

    private final Comms comms;
    private final Runnable keep;

    /**
     * For the lab of {@code bench}.
     *
     * @param keep keeps the lab's state: saving happens between cells
     */
    public EditMagic(Workbench bench, Comms comms, Runnable keep) {
        super(bench, "%edit HOST:/PATH", Text.ABOUT_EDIT);
        this.comms = comms;
        this.keep = keep;
    }

    @Override
    public void run(MagicCall call) throws MagicFailureException {
        Matcher place = FileMagic.PLACE.matcher(call.rest());
        if (!place.matches()) {
            throw new MagicFailureException(say(Text.WHICH_EDIT));
        }
        Lab lab = lab();
        String host = place.group(1);
        String path = place.group(2);
        if (!lab.hasHost(host)) {
            throw new MagicFailureException(
                    say(Text.NO_SUCH_HOST, host), say(Text.HINT_HOSTS, String.join(", ", lab.hostNames())));
        }
        String text = "";
        if (lab.machine(host).files().exists(path)) {
            try {
                text = lab.machine(host).files().read(path);
            } catch (FileException refused) {
                throw new MagicFailureException(path + ": " + refused.getMessage());
            }
        }
        Panel panel = new Panel(call.output().publisher()::flush, call.output().parent(), host, path, text);
        DisplayData data = new DisplayData("%%file " + host + ":" + path + "\n" + text);
        JsonObject view = new JsonObject();
        view.addProperty("version_major", 2);
        view.addProperty("version_minor", 0);
        view.addProperty("model_id", panel.open());
        data.putData(VIEW, view);
        call.output().display(data);
    }

    /** One open editor: a text area, a button, and a line that says what came of it. */
    private final class Panel {
        private final Runnable flush;
        private final Parent parent;
        private final String host;
        private final String path;
        private String text;

        Panel(Runnable flush, Parent parent, String host, String path, String text) {
            this.flush = flush;
            this.parent = parent;
            this.host = host;
            this.path = path;
            this.text = text;
        }

        /** Opens its models in the client; the outermost one's id. */
        String open() {
            JsonObject wide = model("Layout", BASE, "2.0.0");
            wide.addProperty("width", "100%");
            String layout = "IPY_MODEL_" + opened(wide, DEAF);
            JsonObject area = model("Textarea", CONTROLS, "2.0.0");
            area.addProperty("value", text);
            area.addProperty("rows", Math.clamp(text.lines().count() + 2, 6, ROWS));
            area.addProperty("continuous_update", false);
            area.addProperty("description", "");
            area.addProperty("layout", layout);
            String edited = opened(area, (id, data) -> edited(data));
            JsonObject status = model("Label", CONTROLS, "2.0.0");
            status.addProperty("value", host + ":" + path);
            String said = opened(status, DEAF);
            JsonObject button = model("Button", CONTROLS, "2.0.0");
            button.addProperty("description", say(Text.SAVE));
            button.addProperty("button_style", "primary");
            String pressed = opened(button, (id, data) -> pressed(data, line -> tell(said, line)));
            return opened(box("HBox", pressed, said), DEAF, edited);
        }

        private String opened(JsonObject row, Comms.Listener listener, String above) {
            String inner = opened(row, listener);
            return opened(box("VBox", above, inner), listener);
        }

        private String opened(JsonObject state, Comms.Listener listener) {
            JsonObject data = new JsonObject();
            data.add("state", state);
            data.add("buffer_paths", new JsonArray());
            return comms.open(parent, TARGET, data, List.of(), listener);
        }

        private JsonObject box(String kind, String... children) {
            JsonObject box = model(kind, CONTROLS, "2.0.0");
            JsonArray list = new JsonArray();
            for (String child : children) {
                list.add("IPY_MODEL_" + child);
            }
            box.add("children", list);
            return box;
        }

        private static JsonObject model(String kind, String module, String version) {
            JsonObject state = new JsonObject();
            state.addProperty("_model_module", module);
            state.addProperty("_model_module_version", version);
            state.addProperty("_model_name", kind + "Model");
            state.addProperty("_view_module", module);
            state.addProperty("_view_module_version", version);
            state.addProperty("_view_name", kind + "View");
            return state;
        }

        private void edited(JsonObject data) {
            if (data.get("state") instanceof JsonObject state
                    && state.get("value") instanceof JsonElement value
                    && value.isJsonPrimitive()) {
                text = value.getAsString();
            }
        }

        private void pressed(JsonObject data, Consumer<String> say) {
            boolean click = data.get("content") instanceof JsonObject content
                    && content.get("event") instanceof JsonElement event
                    && event.isJsonPrimitive()
                    && event.getAsString().equals("click");
            if (!click) {
                return;
            }
            if (session().lab().filter(lab -> lab.hasHost(host)).isEmpty()) {
                say.accept(say(Text.NO_SUCH_HOST, host));
                return;
            }
            CommandResult result = session().run(host, Answers.fileScript(path, text));
            say.accept(
                    result.ok()
                            ? say(Text.SAVED, host + ":" + path, text.lines().count())
                            : result.stderr().strip());
            keep.run();
        }

        private void tell(String label, String line) {
            JsonObject state = new JsonObject();
            state.addProperty("value", line);
            JsonObject data = new JsonObject();
            data.addProperty("method", "update");
            data.add("state", state);
            data.add("buffer_paths", new JsonArray());
            comms.send(parent, label, data, List.of());
            flush.run();
        }
    }
}
