package org.ringlab.service.kernels;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One Jupyter message as it travels: the channel and the four JSON parts as UTF-8 text, then binary buffers. The service
 * relays the parts without changing a byte, so nothing a client or a kernel sends is lost by parsing it.
 *
 * @param channel shell, control, stdin, iopub, or {@code ringlab} (between kernel and service only)
 * @param header the message's header, a JSON object
 * @param parentHeader the header of the message this one answers, or {@code {}}
 * @param metadata a JSON object
 * @param content a JSON object
 * @param buffers binary attachments, mostly none
 */
public record KernelMessage(
        String channel, String header, String parentHeader, String metadata, String content, List<byte[]> buffers) {
    private static final int JSON_PARTS = 4;
    /** A message has few parts; more offsets than this is a broken frame. */
    private static final int MAX_OFFSETS = 1024;

    /** Copies the list of buffers. */
    public KernelMessage {
        buffers = List.copyOf(buffers);
    }

    /**
     * Encodes as {@code v1.kernel.websocket.jupyter.org}: the number of offsets and the offsets (u64, little endian), then
     * the channel, header, parent header, metadata, content and buffers; the last offset is the total length.
     *
     * @return the message's bytes
     */
    public byte[] encode() {
        List<byte[]> parts = new ArrayList<>();
        for (String text : List.of(channel, header, parentHeader, metadata, content)) {
            parts.add(text.getBytes(StandardCharsets.UTF_8));
        }
        parts.addAll(buffers);
        int offsets = parts.size() + 1;
        ByteBuffer head = ByteBuffer.allocate(8 * (offsets + 1)).order(ByteOrder.LITTLE_ENDIAN);
        head.putLong(offsets);
        long position = head.capacity();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            head.putLong(position);
            position += part.length;
            body.writeBytes(part);
        }
        head.putLong(position);
        ByteArrayOutputStream all = new ByteArrayOutputStream(head.capacity() + body.size());
        all.writeBytes(head.array());
        all.writeBytes(body.toByteArray());
        return all.toByteArray();
    }

    /**
     * Decodes the layout that {@link #encode()} writes.
     *
     * @param bytes one whole message
     * @return the message
     * @throws MalformedMessageException when the offsets do not describe the bytes
     */
    public static KernelMessage decode(byte[] bytes) throws MalformedMessageException {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < 8) {
            throw new MalformedMessageException("message of " + bytes.length + " bytes has no offset count");
        }
        long count = in.getLong();
        // Channel, four JSON parts and the end; some clients leave out the end.
        if (count < 1 + JSON_PARTS || count > MAX_OFFSETS || bytes.length < 8 * (count + 1)) {
            throw new MalformedMessageException(
                    "offset count " + count + " in a message of " + bytes.length + " bytes");
        }
        int[] offsets = new int[(int) count + 1];
        long least = 8 * (count + 1);
        for (int i = 0; i < count; i++) {
            long offset = in.getLong();
            if (offset < least || offset > bytes.length) {
                throw new MalformedMessageException("offset " + i + " is " + offset + ", outside the message");
            }
            least = offset;
            offsets[i] = (int) offset;
        }
        // The end is the last offset; where it is left out, a message of exactly five parts ends with the bytes.
        int parts = count == 1 + JSON_PARTS ? (int) count : (int) count - 1;
        if (parts == count) {
            offsets[(int) count] = bytes.length;
        }
        List<byte[]> buffers = new ArrayList<>();
        for (int i = 1 + JSON_PARTS; i < parts; i++) {
            byte[] buffer = new byte[offsets[i + 1] - offsets[i]];
            System.arraycopy(bytes, offsets[i], buffer, 0, buffer.length);
            buffers.add(buffer);
        }
        return new KernelMessage(
                text(bytes, offsets, 0),
                text(bytes, offsets, 1),
                text(bytes, offsets, 2),
                text(bytes, offsets, 3),
                text(bytes, offsets, 4),
                buffers);
    }

    private static String text(byte[] bytes, int[] offsets, int part) {
        return new String(bytes, offsets[part], offsets[part + 1] - offsets[part], StandardCharsets.UTF_8);
    }
}
