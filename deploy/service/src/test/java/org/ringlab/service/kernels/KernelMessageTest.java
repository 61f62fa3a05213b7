package org.ringlab.service.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KernelMessageTest {
    private static final KernelMessage MESSAGE = new KernelMessage(
            "shell", "{\"msg_id\":\"1\"}", "{}", "{}", "{\"code\":\"转发\"}", List.of(new byte[] {1, 2, 3}, new byte[0]));

    @Test
    void layoutIsThatOfTheSubprotocol() {
        byte[] bytes = new KernelMessage("iopub", "{}", "{}", "{}", "{\"a\":1}", List.of()).encode();
        ByteBuffer expected = ByteBuffer.allocate(bytes.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : new long[] {6, 56, 61, 63, 65, 67, 74}) {
            expected.putLong(value);
        }
        expected.put("iopub{}{}{}{\"a\":1}".getBytes(StandardCharsets.UTF_8));
        assertArrayEquals(expected.array(), bytes);
    }

    @Test
    void everyPartSurvivesTheWay() throws IOException {
        KernelMessage back = KernelMessage.decode(MESSAGE.encode());
        assertEquals(MESSAGE.content(), back.content());
        assertEquals(MESSAGE.header(), back.header());
        assertEquals(2, back.buffers().size());
        assertArrayEquals(new byte[] {1, 2, 3}, back.buffers().getFirst());
    }

    @Test
    void framesFollowEachOtherAndTheEndIsNoError() throws IOException {
        ByteArrayOutputStream pipe = new ByteArrayOutputStream();
        Frames.write(pipe, MESSAGE);
        Frames.write(pipe, MESSAGE);
        ByteArrayInputStream in = new ByteArrayInputStream(pipe.toByteArray());
        assertEquals(MESSAGE.content(), Frames.read(in).orElseThrow().content());
        assertEquals(MESSAGE.content(), Frames.read(in).orElseThrow().content());
        assertTrue(Frames.read(in).isEmpty());
    }

    @Test
    void aFrameThatBreaksOffIsAnError() throws IOException {
        ByteArrayOutputStream pipe = new ByteArrayOutputStream();
        Frames.write(pipe, MESSAGE);
        byte[] cut = Arrays.copyOf(pipe.toByteArray(), pipe.size() - 1);
        assertThrows(EOFException.class, () -> Frames.read(new ByteArrayInputStream(cut)));
        assertThrows(EOFException.class, () -> Frames.read(new ByteArrayInputStream(cut, 0, 2)));
    }

    @Test
    void aLengthThatLiesDoesNotReserveMemory() {
        byte[] huge = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff};
        assertThrows(MalformedMessageException.class, () -> Frames.read(new ByteArrayInputStream(huge)));
    }

    @Test
    void damagedMessagesAreReportedAsSuch() {
        Random random = new Random(7);
        byte[] whole = MESSAGE.encode();
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
            for (int hit = random.nextInt(4); hit > 0 && damaged.length > 0; hit--) {
                damaged[random.nextInt(Math.min(72, damaged.length))] = (byte) random.nextInt();
            }
            try {
                KernelMessage read = KernelMessage.decode(damaged);
                assertEquals(read.channel(), KernelMessage.decode(read.encode()).channel());
            } catch (MalformedMessageException e) {
                assertTrue(String.valueOf(e.getMessage()).contains("offset"), e.getMessage());
            }
        }
    }
}
