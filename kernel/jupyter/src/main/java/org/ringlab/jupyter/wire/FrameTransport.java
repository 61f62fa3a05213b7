package org.ringlab.jupyter.wire;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * Messages over a pair of pipes, for kernels without network: a big-endian u32 length, then a message in
 * {@link FrameLayout}. Pipes need no signatures: whoever holds their other end started the kernel.
 */
public final class FrameTransport implements Transport {
    /** The longest frame that is read, in bytes: longer ones end the connection, since no length can be trusted then. */
    static final int MAX_FRAME = 64 << 20;

    private final DataInputStream in;
    private final DataOutputStream out;
    private final Consumer<String> log;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean closed;

    /** Over these streams, which stay the caller's. */
    public FrameTransport(InputStream in, OutputStream out, Consumer<String> log) {
        this.in = new DataInputStream(in);
        this.out = new DataOutputStream(out);
        this.log = log;
    }

    @Override
    public void send(Channel channel, WireMessage message) {
        byte[] frame = FrameLayout.write(channel, message);
        synchronized (out) {
            if (closed) {
                return;
            }
            try {
                out.writeInt(frame.length);
                out.write(frame);
                out.flush();
            } catch (IOException gone) {
                log.accept("the other end of the pipe has gone: " + gone.getMessage());
                closed = true;
            }
        }
    }

    /** Reads in a thread of its own, since a blocked read of a pipe can't be ended. */
    @Override
    public void run(Receiver receiver) {
        Thread reader = new Thread(() -> read(receiver), "ringlab-pipe");
        reader.setDaemon(true);
        reader.start();
        try {
            ended.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(Receiver receiver) {
        try {
            while (!closed) {
                int length = in.readInt();
                if (length < 0 || length > MAX_FRAME) {
                    log.accept("a frame of " + Integer.toUnsignedString(length) + " bytes: giving up");
                    return;
                }
                byte[] frame = new byte[length];
                in.readFully(frame);
                deliver(frame, receiver);
            }
        } catch (EOFException end) {
            log.accept("the other end closed the pipe");
        } catch (IOException gone) {
            log.accept("can't read from the pipe: " + gone.getMessage());
        } finally {
            close();
        }
    }

    private void deliver(byte[] frame, Receiver receiver) {
        try {
            FrameLayout.Framed framed = FrameLayout.read(frame);
            receiver.receive(framed.channel(), framed.message());
        } catch (BadMessageException bad) {
            log.accept("skipped " + bad.getMessage());
        }
    }

    @Override
    public void close() {
        closed = true;
        ended.countDown();
    }
}
