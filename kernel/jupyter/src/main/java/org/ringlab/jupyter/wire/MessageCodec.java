package org.ringlab.jupyter.wire;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.github.spencerpark.jupyter.kernel.ExpressionValue;
import io.github.spencerpark.jupyter.kernel.history.HistoryEntry;
import io.github.spencerpark.jupyter.messages.Header;
import io.github.spencerpark.jupyter.messages.KernelTimestamp;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.MessageType;
import io.github.spencerpark.jupyter.messages.adapters.ExpressionValueAdapter;
import io.github.spencerpark.jupyter.messages.adapters.HeaderAdapter;
import io.github.spencerpark.jupyter.messages.adapters.HistoryEntryAdapter;
import io.github.spencerpark.jupyter.messages.adapters.HistoryRequestAdapter;
import io.github.spencerpark.jupyter.messages.adapters.KernelTimestampAdapter;
import io.github.spencerpark.jupyter.messages.adapters.MessageTypeAdapter;
import io.github.spencerpark.jupyter.messages.adapters.PublishStatusAdapter;
import io.github.spencerpark.jupyter.messages.publish.PublishStatus;
import io.github.spencerpark.jupyter.messages.request.HistoryRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Between messages of the base library and JSON on the wire.
 *
 * <p>The library's adapters do the work; this adds what they lack: every header carries a session, replies a status,
 * unknown message types keep their name, absent fields their defaults of the protocol, and anything unreadable is one
 * checked exception.
 */
public final class MessageCodec {
    /** The version of Jupyter's protocol that the kernel speaks: 5.4 has the welcome on iopub. */
    public static final String PROTOCOL = "5.4";

    private static final String USER = "kernel";

    private final Gson gson = new GsonBuilder()
            .disableHtmlEscaping()
            .registerTypeAdapter(KernelTimestamp.class, KernelTimestampAdapter.INSTANCE)
            .registerTypeAdapter(Header.class, HeaderAdapter.INSTANCE)
            .registerTypeAdapter(MessageType.class, MessageTypeAdapter.INSTANCE)
            .registerTypeAdapter(PublishStatus.class, PublishStatusAdapter.INSTANCE)
            .registerTypeAdapter(HistoryRequest.class, HistoryRequestAdapter.INSTANCE)
            .registerTypeAdapter(HistoryEntry.class, HistoryEntryAdapter.INSTANCE)
            .registerTypeAdapter(ExpressionValue.class, ExpressionValueAdapter.INSTANCE)
            .create();

    /** Writes what {@link #tree} made, nulls included: they mean something on our own channel. */
    private final Gson writer =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    private final String session = UUID.randomUUID().toString();

    /** The session that this kernel's messages name: one for its life. */
    public String session() {
        return session;
    }

    /** A value as JSON, in the way messages are written. */
    public JsonObject tree(Object value) {
        return gson.toJsonTree(value).getAsJsonObject();
    }

    /**
     * Reads a message.
     *
     * @throws BadMessageException where a part isn't a JSON object or a field has an impossible value
     */
    public Request decode(Channel channel, WireMessage wire) throws BadMessageException {
        try {
            JsonObject header = object(wire.header());
            JsonElement type = header.get("msg_type");
            if (type == null || !type.isJsonPrimitive()) {
                throw new BadMessageException("a header without msg_type");
            }
            return decode(channel, wire, type.getAsString(), withDefaults(header));
        } catch (RuntimeException unreadable) {
            throw new BadMessageException("an unreadable message: " + unreadable.getMessage(), unreadable);
        }
    }

    private Request decode(Channel channel, WireMessage wire, String type, JsonObject header) {
        JsonObject content = RequestDefaults.fill(type, object(wire.content()));
        JsonObject metadata = object(wire.metadata());
        MessageType<?> known = MessageType.getType(type);
        Message<?> message = message(wire, known, header, content, metadata);
        JsonElement silent = content.get("silent");
        boolean quiet = silent != null && silent.getAsBoolean();
        return new Request(
                channel, type, message, content, metadata, new Parent(wire.identities(), wire.header(), quiet));
    }

    @SuppressWarnings("unchecked") // the library's HeaderAdapter makes raw headers
    private <T> Message<T> message(
            WireMessage wire, MessageType<T> type, JsonObject header, JsonObject content, JsonObject metadata) {
        Header<T> head = (Header<T>) gson.fromJson(header, Header.class);
        Map<String, Object> meta = (Map<String, Object>) gson.fromJson(metadata, Map.class);
        T body = gson.fromJson(content, type.getContentType());
        return new Message<>(wire.identities(), head, null, meta, body, wire.buffers());
    }

    /** A message of a type that the base library knows. */
    public <T> WireMessage encode(MessageType<T> type, Object content, Parent parent) {
        return encode(type.getName(), tree(content), new JsonObject(), List.of(), parent);
    }

    /** A message of any type, with metadata and buffers. */
    public WireMessage encode(
            String type, JsonObject content, JsonObject metadata, List<byte[]> buffers, Parent parent) {
        if (type.endsWith("_reply") && !content.has("status")) {
            content.addProperty("status", "ok");
        }
        Header<?> header = new Header<>(
                UUID.randomUUID().toString(),
                USER,
                session,
                KernelTimestamp.now(),
                MessageType.getType(type),
                PROTOCOL);
        JsonObject head = tree(header);
        head.addProperty("msg_type", type);
        // The library's time has no seconds, by which front ends order messages.
        head.addProperty("date", Instant.now().truncatedTo(ChronoUnit.MICROS).toString());
        return new WireMessage(
                parent.identities(), bytes(head), parent.header(), bytes(metadata), bytes(content), buffers);
    }

    private static JsonObject withDefaults(JsonObject header) {
        for (String key : List.of("msg_id", "username", "session", "date", "version")) {
            if (!header.has(key) || header.get(key).isJsonNull()) {
                header.add(key, new JsonPrimitive(""));
            }
        }
        return header;
    }

    private static JsonObject object(byte[] json) {
        JsonElement element = JsonParser.parseString(new String(json, StandardCharsets.UTF_8));
        if (!element.isJsonObject()) {
            throw new JsonParseException("a JSON object expected");
        }
        return element.getAsJsonObject();
    }

    private byte[] bytes(JsonObject object) {
        return writer.toJson(object).getBytes(StandardCharsets.UTF_8);
    }
}
