package org.ringlab.jupyter.session;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import io.github.spencerpark.jupyter.messages.publish.PublishError;
import io.github.spencerpark.jupyter.messages.reply.ErrorReply;
import io.github.spencerpark.jupyter.messages.reply.ExecuteReply;
import io.github.spencerpark.jupyter.messages.request.ExecuteRequest;
import java.util.Map;
import java.util.Optional;
import org.ringlab.jupyter.wire.MessageCodec;
import org.ringlab.jupyter.wire.Parent;
import org.ringlab.jupyter.wire.Request;

/** Answers {@code execute_request}: counts, history, result, error, user expressions. */
final class ExecuteHandler {
    private final MessageCodec codec;
    private final Publisher publisher;
    private final StandardStreams streams;
    private final StandardInput input;
    private final CellEngine engine;
    private final HistoryStore history;
    private int count;

    ExecuteHandler(
            MessageCodec codec,
            Publisher publisher,
            StandardStreams streams,
            StandardInput input,
            CellEngine engine,
            HistoryStore history) {
        this.codec = codec;
        this.publisher = publisher;
        this.streams = streams;
        this.input = input;
        this.engine = engine;
        this.history = history;
    }

    /** Runs the cell and returns the reply's content. */
    JsonObject execute(Request request) {
        ExecuteRequest execute = request.content(ExecuteRequest.class);
        Parent parent = request.parent();
        boolean stored = execute.shouldStoreHistory() && !execute.isSilent();
        int number = stored ? ++count : Math.max(count, 1);
        publisher.input(parent, execute.getCode(), number);
        streams.enter(parent);
        input.begin(execute.isStdinEnabled());
        CellOutput output = new CellOutput(publisher, parent);
        CellOutcome outcome = engine.run(new Cell(execute.getCode(), cellId(request), number, output));
        JsonObject reply = switch (outcome) {
            case CellOutcome.Done done -> done(execute, parent, number, stored, done);
            case CellOutcome.Failed failed -> failed(execute, parent, number, stored, failed);
        };
        publisher.flush();
        return reply;
    }

    /** The reply to a cell that was queued behind one that failed. */
    static JsonObject aborted() {
        JsonObject reply = new JsonObject();
        reply.addProperty("status", "aborted");
        return reply;
    }

    private JsonObject done(ExecuteRequest execute, Parent parent, int number, boolean stored, CellOutcome.Done done) {
        done.value().ifPresent(value -> publisher.result(parent, number, value));
        remember(execute, number, stored, done.value());
        JsonObject reply = codec.tree(new ExecuteReply(number));
        reply.addProperty("status", "ok");
        reply.add("user_expressions", expressions(execute.getUserExpr()));
        JsonArray payload = new JsonArray();
        done.page().ifPresent(page -> payload.add(page(page)));
        reply.add("payload", payload);
        return reply;
    }

    private JsonObject failed(
            ExecuteRequest execute, Parent parent, int number, boolean stored, CellOutcome.Failed failed) {
        publisher.error(parent, new PublishError(failed.name(), failed.message(), failed.traceback()));
        remember(execute, number, stored, Optional.empty());
        ErrorReply error = new ErrorReply(failed.name(), failed.message(), failed.traceback());
        error.setExecutionCount(number);
        JsonObject reply = codec.tree(error);
        reply.addProperty("status", "error");
        reply.add("user_expressions", new JsonObject());
        reply.add("payload", new JsonArray());
        return reply;
    }

    private void remember(ExecuteRequest execute, int number, boolean stored, Optional<DisplayData> value) {
        if (stored) {
            String text = value.map(data -> String.valueOf(data.getData(MIMEType.TEXT_PLAIN)))
                    .orElse("");
            history.add(number, execute.getCode(), text);
        }
    }

    private JsonObject expressions(Map<String, String> expressions) {
        JsonObject values = new JsonObject();
        expressions.forEach((name, expression) -> values.add(name, expression(expression)));
        return values;
    }

    private JsonObject expression(String expression) {
        try {
            JsonObject value = codec.tree(engine.evaluate(expression));
            value.addProperty("status", "ok");
            value.remove("transient");
            return value;
        } catch (CellFailureException failed) {
            CellOutcome.Failed failure = failed.failure();
            JsonObject error = codec.tree(new ErrorReply(failure.name(), failure.message(), failure.traceback()));
            error.addProperty("status", "error");
            return error;
        }
    }

    private JsonObject page(DisplayData page) {
        JsonObject payload = new JsonObject();
        payload.addProperty("source", "page");
        payload.add("data", codec.tree(page).get("data"));
        payload.addProperty("start", 0);
        return payload;
    }

    private static String cellId(Request request) {
        JsonElement id = request.metadata().get("cellId");
        return id != null && id.isJsonPrimitive() ? id.getAsString() : "";
    }
}
