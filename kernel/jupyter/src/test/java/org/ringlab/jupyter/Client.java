package org.ringlab.jupyter;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.ringlab.jupyter.wire.Channel;
import org.ringlab.jupyter.wire.WireMessage;

/** A Jupyter client for tests: sends requests, gathers what comes back. The links to the kernel differ. */
final class Client implements AutoCloseable {
    /** Long enough for a busy machine; a test that waits this long has failed. */
    private static final long PATIENCE_SECONDS = 20;

    /** A connection to a kernel under test. */
    interface Link extends AutoCloseable {
        void send(Channel channel, WireMessage message);

        @Override
        void close();
    }

    /** A message of the kernel, as JSON. */
    record Received(JsonObject header, JsonObject parent, JsonObject metadata, JsonObject content) {
        String type() {
            return header.get("msg_type").getAsString();
        }

        String status() {
            return content.get("status").getAsString();
        }

        private String parentId() {
            return parent.has("msg_id") ? parent.get("msg_id").getAsString() : "";
        }
    }

    /** The reply to a request and what was published meanwhile, busy and idle left out. */
    record Answer(Received reply, List<Received> published) {
        List<Received> of(String type) {
            return published.stream().filter(each -> each.type().equals(type)).toList();
        }

        String stream(String name) {
            StringBuilder text = new StringBuilder();
            for (Received each : of("stream")) {
                if (each.content().get("name").getAsString().equals(name)) {
                    text.append(each.content().get("text").getAsString());
                }
            }
            return text.toString();
        }

        String result() {
            return of("execute_result")
                    .get(0)
                    .content()
                    .getAsJsonObject("data")
                    .get("text/plain")
                    .getAsString();
        }

        String traceback() {
            List<String> lines = new ArrayList<>();
            reply.content().getAsJsonArray("traceback").forEach(line -> lines.add(line.getAsString()));
            return String.join("\n", lines);
        }
    }

    private final Map<Channel, LinkedBlockingQueue<Received>> inbox = new EnumMap<>(Channel.class);
    private final Link link;
    private int next;

    Client(java.util.function.Function<Client, Link> connect) {
        for (Channel channel : Channel.values()) {
            inbox.put(channel, new LinkedBlockingQueue<>());
        }
        link = connect.apply(this);
    }

    /** Takes a message of the kernel; called by the link. */
    void receive(Channel channel, WireMessage message) {
        inbox.get(channel)
                .add(new Received(
                        json(message.header()),
                        json(message.parentHeader()),
                        json(message.metadata()),
                        json(message.content())));
    }

    /** Sends a request and returns its id. */
    String send(Channel channel, String type, JsonObject content) {
        return send(channel, type, content, "{}");
    }

    String send(Channel channel, String type, JsonObject content, String metadata) {
        String id = "m" + ++next;
        JsonObject header = new JsonObject();
        header.addProperty("msg_id", id);
        header.addProperty("session", "client");
        header.addProperty("username", "test");
        header.addProperty("date", "2026-01-01T00:00:00.000000Z");
        header.addProperty("msg_type", type);
        header.addProperty("version", "5.3");
        raw(channel, header.toString(), metadata, content.toString());
        return id;
    }

    /** Sends parts as they are. */
    void raw(Channel channel, String header, String metadata, String content) {
        link.send(
                channel,
                new WireMessage(List.of(), bytes(header), bytes("{}"), bytes(metadata), bytes(content), List.of()));
    }

    /** Waits for the next message on a channel. */
    Received take(Channel channel) {
        try {
            Received received = inbox.get(channel).poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (received == null) {
                throw new AssertionError("nothing came on " + channel);
            }
            return received;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** Waits for a published message of that type, others are dropped. */
    Received published(String type) {
        Received received = take(Channel.IOPUB);
        while (!received.type().equals(type)) {
            received = take(Channel.IOPUB);
        }
        return received;
    }

    /** Waits until a request has published something of that type. */
    Received published(String type, String id) {
        Received received = published(type);
        while (!received.parentId().equals(id)) {
            received = published(type);
        }
        return received;
    }

    /** The answer to a request sent before. */
    Answer answer(Channel channel, String id) {
        Received reply = take(channel);
        if (!reply.parentId().equals(id)) {
            throw new AssertionError("a reply to another request: " + reply);
        }
        List<Received> published = new ArrayList<>();
        while (true) {
            Received each = take(Channel.IOPUB);
            boolean status = each.type().equals("status");
            if (status && each.parentId().equals(id) && state(each).equals("idle")) {
                return new Answer(reply, published);
            }
            if (!status && each.parentId().equals(id)) {
                published.add(each);
            }
        }
    }

    Answer request(Channel channel, String type, JsonObject content) {
        return answer(channel, send(channel, type, content));
    }

    /** A notebook of a lesson opens that has one lab file. */
    void openLesson(String labFile, String text) {
        JsonObject start = json("""
                {"notebook": "07-test/lesson.en.ipynb", "language": "en", "lesson": "07-test", "log": [], "restarted": false}
                """);
        JsonObject files = new JsonObject();
        files.addProperty(labFile, text);
        start.add("files", files);
        send(Channel.RINGLAB, "session_start", start);
    }

    Answer execute(String code) {
        return request(Channel.SHELL, "execute_request", code(code));
    }

    static JsonObject code(String code) {
        JsonObject content = new JsonObject();
        content.addProperty("code", code);
        return content;
    }

    static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }

    private static JsonObject json(byte[] bytes) {
        return json(new String(bytes, StandardCharsets.UTF_8));
    }

    private static String state(Received status) {
        return status.content().get("execution_state").getAsString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        link.close();
    }
}
