package org.ringlab.service.kernels;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Makes the service's own messages and reads the few fields of others' that it needs. */
public final class Messages {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String EMPTY = "{}";

    private Messages() {}

    /**
     * A message of the service's own.
     *
     * @param channel the channel
     * @param type the header's {@code msg_type}
     * @param parentHeader the header of the message answered, or {@code {}}
     * @param content written as JSON
     * @return the message, with a fresh id
     */
    public static KernelMessage create(String channel, String type, String parentHeader, Object content) {
        Map<String, String> header = Map.of(
                "msg_id",
                UUID.randomUUID().toString(),
                "msg_type",
                type,
                "session",
                "ringlab-service",
                "username",
                "ringlab",
                "date",
                Instant.now().toString(),
                "version",
                "5.4");
        return new KernelMessage(channel, write(header), parentHeader, EMPTY, write(content), List.of());
    }

    /**
     * A message that answers none.
     *
     * @param channel the channel
     * @param type the header's {@code msg_type}
     * @param content written as JSON
     * @return the message
     */
    public static KernelMessage create(String channel, String type, Object content) {
        return create(channel, type, EMPTY, content);
    }

    /**
     * Tells clients about the kernel as the kernel itself would.
     *
     * @param state {@code restarting}, {@code dead} …
     * @return a {@code status} message
     */
    static KernelMessage status(String state) {
        return create("iopub", "status", Map.of("execution_state", state));
    }

    /**
     * Parses a part of a message.
     *
     * @param json JSON text from a kernel or a browser, not trusted
     * @return the tree, or a missing node when it is no JSON
     */
    public static JsonNode read(String json) {
        try {
            JsonNode node = JSON.readTree(json);
            return node == null ? MissingNode.getInstance() : node;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not writable as JSON: " + value.getClass(), e);
        }
    }
}
