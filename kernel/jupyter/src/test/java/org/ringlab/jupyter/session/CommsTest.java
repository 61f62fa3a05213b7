package org.ringlab.jupyter.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringlab.jupyter.wire.Channel;
import org.ringlab.jupyter.wire.MessageCodec;
import org.ringlab.jupyter.wire.Parent;
import org.ringlab.jupyter.wire.Transport;
import org.ringlab.jupyter.wire.WireMessage;

final class CommsTest {
    /** Keeps what is sent. */
    private static final class Recorder implements Transport {
        private final List<WireMessage> sent = new ArrayList<>();

        @Override
        public void send(Channel channel, WireMessage message) {
            sent.add(message);
        }

        @Override
        public void run(Receiver receiver) {}

        @Override
        public void close() {}
    }

    @Test
    void aCommOpensWithItsDataAndTheVersionWidgetsAskFor() {
        Recorder recorder = new Recorder();
        MessageCodec codec = new MessageCodec();
        try (Publisher publisher = new Publisher(codec, recorder)) {
            Comms comms = new Comms(codec, publisher);
            JsonObject data = new JsonObject();
            data.addProperty("state", "new");
            byte[] buffer = {1, 2};
            String id = comms.open(Parent.none(), "jupyter.widget", data, List.of(buffer), (comm, message) -> {});
            WireMessage open = recorder.sent.get(0);
            assertEquals("comm_open", json(open.header()).get("msg_type").getAsString());
            assertEquals("2.1.0", json(open.metadata()).get("version").getAsString());
            assertEquals(data, json(open.content()).get("data"));
            assertEquals(id, json(open.content()).get("comm_id").getAsString());
            assertEquals(List.of(buffer), open.buffers());
            assertEquals(
                    List.of(id),
                    List.copyOf(comms.info("jupyter.widget").getComms().keySet()));
            comms.close(Parent.none(), id);
            comms.send(Parent.none(), id, data, List.of());
            assertEquals(2, recorder.sent.size());
        }
    }

    @Test
    void aHeaderWithoutAParentNamesTheKernelsSession() {
        Recorder recorder = new Recorder();
        MessageCodec codec = new MessageCodec();
        try (Publisher publisher = new Publisher(codec, recorder)) {
            publisher.clear(Parent.none(), false);
        }
        JsonObject header = json(recorder.sent.get(0).header());
        assertEquals(codec.session(), header.get("session").getAsString());
    }

    private static JsonObject json(byte[] bytes) {
        return JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8)).getAsJsonObject();
    }
}
