package org.ringlab.jupyter.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringlab.common.SeededRandom;

/** The layout of {@code v1.kernel.websocket.jupyter.org}. */
final class FrameLayoutTest {
    private static final WireMessage MESSAGE = new WireMessage(
            List.of(), bytes("{\"a\":1}"), bytes("{}"), bytes("{}"), bytes("{\"路\":2}"), List.of(bytes("xyz")));

    @Test
    void aMessageIsLaidOutAsTheProtocolSays() {
        ByteBuffer frame =
                ByteBuffer.wrap(FrameLayout.write(Channel.SHELL, MESSAGE)).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(7, frame.getLong());
        assertEquals(8 * 8, frame.getLong());
        assertEquals(8 * 8 + "shell".length(), frame.getLong());
    }

    @Test
    void whatIsWrittenIsReadBack() throws BadMessageException {
        FrameLayout.Framed read = FrameLayout.read(FrameLayout.write(Channel.IOPUB, MESSAGE));
        assertEquals(Channel.IOPUB, read.channel());
        assertArrayEquals(MESSAGE.header(), read.message().header());
        assertArrayEquals(MESSAGE.content(), read.message().content());
        assertArrayEquals(MESSAGE.buffers().get(0), read.message().buffers().get(0));
    }

    @Test
    void anythingElseIsRefusedOrRead() throws BadMessageException {
        SeededRandom random = new SeededRandom(7);
        byte[] good = FrameLayout.write(Channel.SHELL, MESSAGE);
        int refused = 0;
        for (int i = 0; i < 5000; i++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            bad[random.nextInt(64)] = (byte) random.nextInt(256);
            try {
                FrameLayout.read(bad);
            } catch (BadMessageException expected) {
                refused++;
            }
        }
        assertTrue(refused > 1000);
        assertThrows(BadMessageException.class, () -> FrameLayout.read(new byte[3]));
        assertThrows(BadMessageException.class, () -> FrameLayout.read(new byte[64]));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
