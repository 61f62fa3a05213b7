package org.ringlab.jupyter.lab;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.host.LoggedCommand;

/** Saved labs as JSON: {@code {"lab": …, "log": [{"host": …, "script": …}], "restarted": true}}. */
public final class SavedLabJson {
    private SavedLabJson() {}

    /** Writes one. */
    public static JsonObject write(SavedLab saved) {
        JsonArray log = new JsonArray();
        for (LoggedCommand command : saved.log()) {
            JsonObject entry = new JsonObject();
            entry.addProperty("host", command.host());
            entry.addProperty("script", command.script());
            log.add(entry);
        }
        JsonObject object = new JsonObject();
        object.addProperty("lab", saved.lab());
        object.add("log", log);
        if (saved.restarted()) {
            object.addProperty("restarted", true);
        }
        return object;
    }

    /** Reads one; empty where there is none, or it isn't of that form. */
    public static Optional<SavedLab> read(JsonObject object) {
        try {
            JsonElement lab = object.get("lab");
            if (lab == null || lab.isJsonNull()) {
                return Optional.empty();
            }
            List<LoggedCommand> log = new ArrayList<>();
            for (JsonElement entry : object.getAsJsonArray("log")) {
                JsonObject command = entry.getAsJsonObject();
                log.add(new LoggedCommand(
                        command.get("host").getAsString(), command.get("script").getAsString()));
            }
            JsonElement restarted = object.get("restarted");
            return Optional.of(new SavedLab(lab.getAsString(), log, restarted != null && restarted.getAsBoolean()));
        } catch (RuntimeException otherForm) {
            return Optional.empty();
        }
    }
}
