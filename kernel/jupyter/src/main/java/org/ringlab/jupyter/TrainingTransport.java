package org.ringlab.jupyter;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.ringlab.jupyter.wire.Channel;
import org.ringlab.jupyter.wire.MessageCodec;
import org.ringlab.jupyter.wire.Parent;
import org.ringlab.jupyter.wire.Transport;
import org.ringlab.jupyter.wire.WireMessage;

/**
 * A client that runs a few typical cells and leaves: what the JDK's AOT cache is trained with, and what a waiting kernel
 * rehearses.
 */
final class TrainingTransport implements Transport {
    /** Java cells. */
    static final List<String> JAVA = List.of(
            "int x = 6 * 7;\nx",
            "System.out.println(\"hello\");",
            "for (int i = 0; i < 3; i++) { System.out.println(i); }\nList.of(1, 2, 3)",
            "int y = missing;");

    /** Cells about a lab; they need no JShell. */
    static final List<String> LAB_CELLS = List.of(
            "%lab training",
            "%%host a\nping -c 1 10.0.0.2\nip route", "%%host a\nping -c 1 192.0.2.1", "%why", "%trace");

    private static final String LAB = """
            name: training
            hosts:
              a: {interfaces: {eth0: {segment: lan, address: 10.0.0.1/24}}}
              b: {interfaces: {eth0: {segment: lan, address: 10.0.0.2/24}}}
            """;

    private final MessageCodec codec;
    private final List<String> cells;
    private final Semaphore replies = new Semaphore(0);

    TrainingTransport(MessageCodec codec, List<String> cells) {
        this.codec = codec;
        this.cells = cells;
    }

    @Override
    public void send(Channel channel, WireMessage message) {
        if (channel == Channel.SHELL || channel == Channel.CONTROL) {
            replies.release();
        }
    }

    @Override
    public void run(Receiver receiver) {
        request(receiver, Channel.SHELL, "kernel_info_request", new JsonObject());
        JsonObject files = new JsonObject();
        files.addProperty("labs/training.yaml", LAB);
        JsonObject start = new JsonObject();
        start.add("files", files);
        deliver(receiver, Channel.RINGLAB, "session_start", start);
        for (String cell : cells) {
            JsonObject content = new JsonObject();
            content.addProperty("code", cell);
            request(receiver, Channel.SHELL, "execute_request", content);
        }
        JsonObject content = new JsonObject();
        content.addProperty("code", "Math.ma");
        request(receiver, Channel.SHELL, "complete_request", content);
        request(receiver, Channel.CONTROL, "shutdown_request", new JsonObject());
    }

    private void request(Receiver receiver, Channel channel, String type, JsonObject content) {
        deliver(receiver, channel, type, content);
        replies.acquireUninterruptibly();
    }

    private void deliver(Receiver receiver, Channel channel, String type, JsonObject content) {
        receiver.receive(channel, codec.encode(type, content, new JsonObject(), List.of(), Parent.none()));
    }

    @Override
    public void close() {
        // run ends by itself, after its last reply
    }
}
