package org.ringlab.jupyter.wire;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

/** The values that the protocol gives to fields a client leaves out; the base library would read them as false or 0. */
final class RequestDefaults {
    private RequestDefaults() {}

    static JsonObject fill(String type, JsonObject content) {
        switch (type) {
            case "execute_request" -> {
                put(content, "code", new JsonPrimitive(""));
                put(content, "silent", new JsonPrimitive(false));
                put(
                        content,
                        "store_history",
                        new JsonPrimitive(!content.get("silent").getAsBoolean()));
                put(content, "user_expressions", new JsonObject());
                put(content, "allow_stdin", new JsonPrimitive(true));
                put(content, "stop_on_error", new JsonPrimitive(true));
            }
            case "complete_request", "inspect_request" -> {
                put(content, "code", new JsonPrimitive(""));
                String code = content.get("code").getAsString();
                put(content, "cursor_pos", new JsonPrimitive(code.codePointCount(0, code.length())));
                put(content, "detail_level", new JsonPrimitive(0));
            }
            case "is_complete_request" -> put(content, "code", new JsonPrimitive(""));
            case "history_request" -> {
                put(content, "output", new JsonPrimitive(false));
                put(content, "raw", new JsonPrimitive(true));
                put(content, "unique", new JsonPrimitive(false));
                put(content, "hist_access_type", new JsonPrimitive("tail"));
                put(content, "session", new JsonPrimitive(0));
                put(content, "start", new JsonPrimitive(0));
                put(content, "stop", new JsonPrimitive(Integer.MAX_VALUE));
                put(content, "n", new JsonPrimitive(Integer.MAX_VALUE));
                put(content, "pattern", new JsonPrimitive("*"));
            }
            case "comm_open", "comm_msg", "comm_close" -> {
                put(content, "comm_id", new JsonPrimitive(""));
                put(content, "target_name", new JsonPrimitive(""));
                put(content, "data", new JsonObject());
            }
            default -> {}
        }
        return content;
    }

    private static void put(JsonObject content, String key, JsonElement value) {
        if (!content.has(key) || content.get(key).isJsonNull()) {
            content.add(key, value);
        }
    }
}
