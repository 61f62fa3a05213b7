package org.ringlab.service.jupyter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings of the interface's plugins as a student has them: those of the bundle, with the student's changes. */
@ApplicationScoped
public class PluginSettings {
    private final InterfaceSettings changes;
    private final NotebookBundle bundle;

    PluginSettings(InterfaceSettings changes, NotebookBundle bundle) {
        this.changes = changes;
        this.bundle = bundle;
    }

    /** All of a student's settings, in the form of Jupyter's settings API: {@code {"settings": [...]}}. */
    JsonNode all(String owner) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.putArray("settings").addAll(entries(owner));
        return answer;
    }

    /** The names of all plugins that have settings, in the same form. */
    JsonNode ids(String owner) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        var list = answer.putArray("settings");
        entries(owner)
                .forEach(entry -> list.addObject().put("id", entry.path("id").asText()));
        return answer;
    }

    /** One plugin's settings; empty where there is no such plugin. */
    Optional<ObjectNode> one(String owner, String id) {
        return entries(owner).stream()
                .filter(entry -> entry.path("id").asText().equals(id))
                .findFirst();
    }

    private List<ObjectNode> entries(String owner) {
        Map<String, String> changed = changes.all(owner, InterfaceSettings.SETTINGS);
        List<ObjectNode> entries = new ArrayList<>();
        for (JsonNode entry : bundle.settings().path("settings")) {
            if (entry instanceof ObjectNode object) {
                String raw = changed.get(object.path("id").asText());
                entries.add(raw == null ? object : object.put("raw", raw));
            }
        }
        return entries;
    }
}
