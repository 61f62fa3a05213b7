package org.ringlab.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.ringlab.jupyter.wire.Channel;
import org.ringlab.jupyter.wire.MessageCodec;
import org.ringlab.jupyter.wire.WireMessage;
import org.ringlab.jupyter.wire.ZmqTransport;

/** The protocol over ZMQ, its signatures and its heartbeat. */
final class ZmqProtocolTest extends ProtocolTest {
    ZmqProtocolTest() {
        super(KernelUnderTest.Kind.ZMQ);
    }

    @Test
    void aWrongSignatureIsSkippedAndTheNextMessageServed() throws Exception {
        List<String> log = new CopyOnWriteArrayList<>();
        KernelConnectionProperties connection = KernelUnderTest.connection();
        ZmqTransport transport =
                new ZmqTransport(connection, connection.createHMACGenerator(), new MessageCodec(), log::add);
        AtomicReference<Channel> received = new AtomicReference<>();
        Thread serving = new Thread(() -> transport.run((channel, message) -> {
            received.set(channel);
            transport.send(channel, message);
        }));
        serving.start();
        AtomicReference<ZmqLink> link = new AtomicReference<>();
        Client client = new Client(receiver -> {
            link.set(new ZmqLink(connection, receiver));
            return link.get();
        });
        WireMessage forged = new WireMessage(List.of(), bytes("{}"), bytes("{}"), bytes("{}"), bytes("{}"), List.of());
        link.get().signed(Channel.SHELL, forged, "0".repeat(64));
        link.get().signed(Channel.SHELL, forged, "");
        client.send(Channel.SHELL, "echo", new JsonObject());
        assertEquals("echo", client.take(Channel.SHELL).type());
        assertEquals(Channel.SHELL, received.get());
        assertEquals(2, log.stream().filter(line -> line.contains("signature")).count());
        assertEquals("still beating", link.get().heartbeat("still beating"));
        client.close();
        transport.close();
        serving.join(10_000);
        assertTrue(!serving.isAlive());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
