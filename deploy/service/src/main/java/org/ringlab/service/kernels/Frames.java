package org.ringlab.service.kernels;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Frames on the pipes of a kernel process: the length (u32, big endian), then one message as
 * {@link KernelMessage#encode()} lays it out.
 */
public final class Frames {
    /** Largest frame accepted from a kernel, in bytes; a longer one ends the kernel. */
    public static final int MAX_BYTES = 64 << 20;

    private Frames() {}

    /**
     * Writes one frame and flushes.
     *
     * @param out the pipe; not to be shared with another writer during the call
     * @param message the message
     * @throws IOException when the pipe is closed
     */
    public static void write(OutputStream out, KernelMessage message) throws IOException {
        byte[] body = message.encode();
        byte[] frame = ByteBuffer.allocate(4 + body.length)
                .putInt(body.length)
                .put(body)
                .array();
        out.write(frame);
        out.flush();
    }

    /**
     * Reads one frame; blocks until it is whole.
     *
     * @param in the pipe
     * @return the message, or empty at the end of the stream
     * @throws MalformedMessageException for a length over {@link #MAX_BYTES} or a broken message
     * @throws IOException when the stream breaks off within a frame
     */
    public static Optional<KernelMessage> read(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        int first = data.read();
        if (first < 0) {
            return Optional.empty();
        }
        long length = Integer.toUnsignedLong(
                first << 24 | data.readUnsignedByte() << 16 | data.readUnsignedByte() << 8 | data.readUnsignedByte());
        if (length > MAX_BYTES) {
            throw new MalformedMessageException("frame of " + length + " bytes; the limit is " + MAX_BYTES);
        }
        byte[] body = data.readNBytes((int) length);
        if (body.length < length) {
            throw new EOFException("stream ended after " + body.length + " of " + length + " bytes of a frame");
        }
        return Optional.of(KernelMessage.decode(body));
    }
}
