package org.ringlab.jupyter.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One message as one run of bytes, in the layout of Jupyter's web socket protocol {@code v1.kernel.websocket.jupyter.org}:
 * a little-endian u64 count of offsets, the offsets, then channel, header, parent header, metadata, content, buffers. The
 * last offset is the end.
 */
public final class FrameLayout {
    private static final int WORD = Long.BYTES;
    private static final int FIXED_PARTS = 5;

    private FrameLayout() {}

    /** A message with its channel. */
    public record Framed(Channel channel, WireMessage message) {}

    /** Lays out a message. */
    public static byte[] write(Channel channel, WireMessage message) {
        List<byte[]> parts = new ArrayList<>();
        parts.add(channel.wireName().getBytes(StandardCharsets.UTF_8));
        parts.add(message.header());
        parts.add(message.parentHeader());
        parts.add(message.metadata());
        parts.add(message.content());
        parts.addAll(message.buffers());
        int offsets = parts.size() + 1;
        int start = WORD * (1 + offsets);
        int size = start + parts.stream().mapToInt(part -> part.length).sum();
        ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(offsets);
        long offset = start;
        out.putLong(offset);
        for (byte[] part : parts) {
            offset += part.length;
            out.putLong(offset);
        }
        parts.forEach(out::put);
        return out.array();
    }

    /**
     * Reads a message.
     *
     * @throws BadMessageException where counts or offsets don't fit the bytes, parts are missing or the channel is unknown
     */
    public static Framed read(byte[] bytes) throws BadMessageException {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < WORD) {
            throw new BadMessageException("a frame of " + bytes.length + " bytes");
        }
        long count = in.getLong();
        if (count < FIXED_PARTS + 1 || count > (bytes.length - WORD) / WORD) {
            throw new BadMessageException("a frame with " + count + " offsets in " + bytes.length + " bytes");
        }
        List<byte[]> parts = new ArrayList<>();
        long from = in.getLong();
        for (int i = 1; i < count; i++) {
            long to = in.getLong();
            if (from < WORD * (1 + count) || to < from || to > bytes.length) {
                throw new BadMessageException("a frame with the offsets " + from + " and " + to);
            }
            parts.add(Arrays.copyOfRange(bytes, (int) from, (int) to));
            from = to;
        }
        String name = new String(parts.get(0), StandardCharsets.UTF_8);
        Channel channel = Channel.of(name).orElseThrow(() -> new BadMessageException("an unknown channel: " + name));
        return new Framed(
                channel,
                new WireMessage(
                        List.of(),
                        parts.get(1),
                        parts.get(2),
                        parts.get(3),
                        parts.get(4),
                        List.copyOf(parts.subList(FIXED_PARTS, parts.size()))));
    }
}
