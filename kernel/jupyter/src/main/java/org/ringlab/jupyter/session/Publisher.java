package org.ringlab.jupyter.session;

import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.messages.MessageType;
import io.github.spencerpark.jupyter.messages.publish.PublishClearOutput;
import io.github.spencerpark.jupyter.messages.publish.PublishDisplayData;
import io.github.spencerpark.jupyter.messages.publish.PublishError;
import io.github.spencerpark.jupyter.messages.publish.PublishExecuteInput;
import io.github.spencerpark.jupyter.messages.publish.PublishExecuteResult;
import io.github.spencerpark.jupyter.messages.publish.PublishStatus;
import io.github.spencerpark.jupyter.messages.publish.PublishStream;
import io.github.spencerpark.jupyter.messages.publish.PublishUpdateDisplayData;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import org.jspecify.annotations.Nullable;
import org.ringlab.jupyter.wire.Channel;
import org.ringlab.jupyter.wire.MessageCodec;
import org.ringlab.jupyter.wire.Parent;
import org.ringlab.jupyter.wire.Transport;
import org.ringlab.jupyter.wire.WireMessage;

/**
 * Everything the kernel says on iopub, in order.
 *
 * <p>Text of the output streams is gathered and sent at latest after {@link #FLUSH_MILLIS}, or when something else is
 * published, so that 20,000 lines make a handful of messages and none is lost.
 */
public final class Publisher implements AutoCloseable {
    /** How long printed text waits for more, in milliseconds. */
    static final int FLUSH_MILLIS = 50;

    /** How much text one message takes, in UTF-16 units. */
    static final int CHUNK = 32_768;

    /** How much a cell may print, in UTF-16 units: more would freeze the browser and swell the saved notebook. */
    static final int MAX_PRINTED = 1_000_000;

    private static final String CUT = "\n… 输出太长，其余不再显示 (output too long, the rest isn't shown)\n";

    /** The text of one stream that waits. */
    private record Pending(Parent parent, PublishStream.StreamType stream, StringBuilder text) {}

    private final MessageCodec codec;
    private final Transport transport;
    private final Timer timer = new Timer("ringlab-flush", true);
    private @Nullable Pending pending;
    private @Nullable Parent printer;
    private int printed;

    /** Over {@code transport}. */
    public Publisher(MessageCodec codec, Transport transport) {
        this.codec = codec;
        this.transport = transport;
    }

    /** Busy, idle or starting; silent requests say so too. */
    public void status(Parent parent, PublishStatus status) {
        send(parent, MessageType.PUBLISH_STATUS, status, true);
    }

    /** What is about to run, and as which number. */
    public void input(Parent parent, String code, int count) {
        send(parent, MessageType.PUBLISH_EXECUTE_INPUT, new PublishExecuteInput(code, count), false);
    }

    /** The value of a cell. */
    public void result(Parent parent, int count, DisplayData data) {
        send(parent, MessageType.PUBLISH_EXECUTION_RESULT, new PublishExecuteResult(count, data), false);
    }

    /** Something to see. */
    public void display(Parent parent, DisplayData data) {
        send(parent, MessageType.PUBLISH_DISPLAY_DATA, new PublishDisplayData(data), false);
    }

    /** Replaces what was shown under the same display id. */
    public void update(Parent parent, DisplayData data) {
        send(parent, MessageType.PUBLISH_UPDATE_DISPLAY_DATA, new PublishUpdateDisplayData(data), false);
    }

    /** Empties the cell's output; where {@code wait}, only when the next output comes. */
    public void clear(Parent parent, boolean wait) {
        PublishClearOutput clear = wait ? PublishClearOutput.BEFORE_NEXT_OUTPUT : PublishClearOutput.NOW;
        send(parent, MessageType.PUBLISH_CLEAR_OUTPUT, clear, false);
    }

    /** How a cell failed. */
    public void error(Parent parent, PublishError error) {
        send(parent, MessageType.PUBLISH_ERROR, error, false);
    }

    /** Text of standard output or error; sent together with what follows soon. */
    public void stream(Parent parent, PublishStream.StreamType stream, String text) {
        if (text.isEmpty() || parent.silent()) {
            return;
        }
        synchronized (this) {
            String shown = allowed(parent, text);
            if (shown.isEmpty()) {
                return;
            }
            Pending current = pending;
            if (current != null && (current.parent() != parent || current.stream() != stream)) {
                flush();
                current = null;
            }
            if (current == null) {
                current = new Pending(parent, stream, new StringBuilder());
                pending = current;
                timer.schedule(flushTask(), FLUSH_MILLIS);
            }
            current.text().append(shown);
            if (current.text().length() >= CHUNK) {
                flush();
            }
        }
    }

    /** What of {@code text} the cell may still print; its end says that something is missing. */
    private String allowed(Parent parent, String text) {
        if (printer != parent) {
            printer = parent;
            printed = 0;
        }
        int left = MAX_PRINTED - printed;
        printed = Math.min(printed, MAX_PRINTED) + Math.min(text.length(), MAX_PRINTED);
        if (text.length() <= left) {
            return text;
        }
        return left >= 0 ? text.substring(0, left) + CUT : "";
    }

    /** Sends the text that waits. */
    public synchronized void flush() {
        Pending current = pending;
        pending = null;
        if (current != null) {
            PublishStream message =
                    new PublishStream(current.stream(), current.text().toString());
            publish(current.parent(), MessageType.PUBLISH_STREAM.getName(), codec.tree(message), new JsonObject());
        }
    }

    /** A message of any type, with metadata and buffers. */
    public synchronized void custom(
            Parent parent, String type, JsonObject content, JsonObject metadata, List<byte[]> buffers) {
        flush();
        transport.send(Channel.IOPUB, codec.encode(type, content, metadata, buffers, topic(parent, type)));
    }

    private synchronized void send(Parent parent, MessageType<?> type, Object content, boolean always) {
        if (always || !parent.silent()) {
            flush();
            publish(parent, type.getName(), codec.tree(content), new JsonObject());
        }
    }

    private void publish(Parent parent, String type, JsonObject content, JsonObject metadata) {
        WireMessage message = codec.encode(type, content, metadata, List.of(), topic(parent, type));
        transport.send(Channel.IOPUB, message);
    }

    private Parent topic(Parent parent, String type) {
        String topic = "kernel." + codec.session() + "." + type;
        return new Parent(List.of(topic.getBytes(StandardCharsets.UTF_8)), parent.header(), parent.silent());
    }

    private TimerTask flushTask() {
        return new TimerTask() {
            @Override
            public void run() {
                flush();
            }
        };
    }

    @Override
    public void close() {
        flush();
        timer.cancel();
    }
}
