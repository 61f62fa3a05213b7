package org.ringlab.jupyter.lab;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.ringlab.jupyter.wire.Channel;
import org.ringlab.jupyter.wire.MessageCodec;
import org.ringlab.jupyter.wire.Parent;
import org.ringlab.jupyter.wire.Request;
import org.ringlab.jupyter.wire.Transport;

/** The channel to the service that hosts the kernel: start of the session, saved state, submissions, the next attempt's number. */
public final class ServiceLink implements LabStore {
    /** How long a submission may take, in seconds; its report usually comes within one. */
    static final int SUBMIT_SECONDS = 60;

    private static final int ATTEMPT_SECONDS = 10;

    /**
     * What a hosted kernel learns at its start.
     *
     * @param language {@code zh} or {@code en}
     * @param files lab files and public exercises, name → text
     * @param lab the lab to return to
     * @param student a number of the student's own, by which choices are shuffled
     */
    public record Start(String language, Map<String, String> files, Optional<SavedLab> lab, long student) {
        /** Keeps a copy. */
        public Start {
            files = Map.copyOf(files);
        }
    }

    private final MessageCodec codec;
    private final Transport transport;
    private final Consumer<String> log;
    private final AtomicReference<Start> start = new AtomicReference<>();
    private final LinkedBlockingQueue<JsonObject> replies = new LinkedBlockingQueue<>();
    private volatile boolean hosted;

    /** Over {@code transport}. */
    public ServiceLink(MessageCodec codec, Transport transport, Consumer<String> log) {
        this.codec = codec;
        this.transport = transport;
        this.log = log;
    }

    /** Takes a message of the service; from the transport's thread. */
    public void receive(Request request) {
        switch (request.type()) {
            case "session_start" -> {
                hosted = true;
                start.set(start(request.content()));
            }
            case "submit_reply", "attempt_reply" -> replies.add(request.content());
            default -> log.accept("skipped an unknown message of the service: " + request.type());
        }
    }

    private static Start start(JsonObject content) {
        Map<String, String> files = new HashMap<>();
        JsonElement given = content.get("files");
        if (given != null && given.isJsonObject()) {
            given.getAsJsonObject().entrySet().forEach(file -> files.put(file.getKey(), text(file.getValue())));
        }
        return new Start(
                text(content.get("language")), files, SavedLabJson.read(content), number(content.get("student")));
    }

    private static long number(JsonElement element) {
        String text = text(element);
        return text.matches("-?[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    private static String text(JsonElement element) {
        return element == null || !element.isJsonPrimitive() ? "" : element.getAsString();
    }

    /** The start of a session that nobody took yet. */
    public Optional<Start> takeStart() {
        return Optional.ofNullable(start.getAndSet(null));
    }

    /** Whether a service hosts this kernel. */
    public boolean isHosted() {
        return hosted;
    }

    @Override
    public void save(SavedLab lab) {
        send("state_save", SavedLabJson.write(lab));
    }

    /** The service restarts the kernel itself, and says so to the next one. */
    @Override
    public void restarting() {
        // nothing to keep here
    }

    /** A hosted kernel learns its lab by {@link #takeStart}. */
    @Override
    public Optional<SavedLab> load() {
        return Optional.empty();
    }

    /**
     * Submits, and waits for the answer.
     *
     * @param exercise the exercise's id; empty for all of the notebook
     * @param cells the cells run, by id
     * @return the answer; empty where none came in time, or the waiting thread was interrupted
     */
    public Optional<JsonObject> submit(String exercise, Map<String, String> cells) {
        JsonObject content = new JsonObject();
        if (exercise.isEmpty()) {
            content.add("exercise", JsonNull.INSTANCE);
        } else {
            content.addProperty("exercise", exercise);
        }
        content.add("cells", codec.tree(cells));
        return ask("submit_request", content, SUBMIT_SECONDS);
    }

    /**
     * The number of the student's next attempt at an exercise.
     *
     * @return empty where the service doesn't answer
     */
    public Optional<Integer> nextAttempt(String exercise) {
        JsonObject content = new JsonObject();
        content.addProperty("exercise", exercise);
        return ask("attempt_request", content, ATTEMPT_SECONDS)
                .map(reply -> number(reply.get("attempt")))
                .filter(attempt -> attempt > 0 && attempt < Integer.MAX_VALUE)
                .map(Long::intValue);
    }

    private Optional<JsonObject> ask(String type, JsonObject content, int seconds) {
        replies.clear();
        send(type, content);
        try {
            return Optional.ofNullable(replies.poll(seconds, TimeUnit.SECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private void send(String type, JsonObject content) {
        transport.send(Channel.RINGLAB, codec.encode(type, content, new JsonObject(), List.of(), Parent.none()));
    }
}
