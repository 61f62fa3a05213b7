package org.ringlab.service.jupyter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ringlab.service.kernels.KernelMessage;
import org.ringlab.service.kernels.MalformedMessageException;

class SocketProtocolTest {
    private static final KernelMessage MESSAGE = new KernelMessage(
            "shell",
            "{\"msg_id\":\"1\",\"msg_type\":\"execute_request\"}",
            "{}",
            "{}",
            "{\"code\":\"\\\"转发\\\"\"}",
            List.of(new byte[] {1, 2}));

    @Test
    void textHoldsAllPartsAsOneObject() throws MalformedMessageException {
        String text = SocketProtocol.text(MESSAGE);
        assertTrue(text.contains("\"channel\":\"shell\"") && text.contains("\"buffers\":[]"), text);
        KernelMessage back = SocketProtocol.parse(text);
        assertEquals(MESSAGE.content(), back.content());
        assertEquals("shell", back.channel());
    }

    @Test
    void buffersTravelInBinaryFrames() throws MalformedMessageException {
        KernelMessage back = SocketProtocol.parse(SocketProtocol.binary(MESSAGE));
        assertEquals(MESSAGE.header(), back.header());
        assertArrayEquals(new byte[] {1, 2}, back.buffers().getFirst());
    }

    @Test
    void damagedFramesAreReportedAsSuch() {
        Random random = new Random(3);
        byte[] whole = SocketProtocol.binary(MESSAGE);
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
            for (int hit = random.nextInt(5); hit > 0 && damaged.length > 0; hit--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                assertTrue(SocketProtocol.parse(damaged).header().startsWith("{"));
            } catch (MalformedMessageException e) {
                assertTrue(String.valueOf(e.getMessage()).length() > 5);
            }
        }
        for (String text : List.of("", "[]", "null", "{}", "{\"header\":3}", "\"x\"", "{")) {
            assertThrows(MalformedMessageException.class, () -> SocketProtocol.parse(text), text);
        }
        assertThrows(MalformedMessageException.class, () -> SocketProtocol.parse("x".getBytes(StandardCharsets.UTF_8)));
    }
}
