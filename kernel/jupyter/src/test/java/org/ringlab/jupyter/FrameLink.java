package org.ringlab.jupyter;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import org.ringlab.jupyter.wire.BadMessageException;
import org.ringlab.jupyter.wire.Channel;
import org.ringlab.jupyter.wire.FrameLayout;
import org.ringlab.jupyter.wire.WireMessage;

/** A client's end of two pipes. */
final class FrameLink implements Client.Link {
    private final Pipe.SinkChannel out;
    private final Pipe.SourceChannel in;

    FrameLink(Pipe.SinkChannel out, Pipe.SourceChannel in, Client client) {
        this.out = out;
        this.in = in;
        Thread reader = new Thread(() -> read(client), "test-client");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(Client client) {
        try (DataInputStream data = new DataInputStream(Channels.newInputStream(in))) {
            while (true) {
                byte[] frame = new byte[data.readInt()];
                data.readFully(frame);
                FrameLayout.Framed framed = FrameLayout.read(frame);
                client.receive(framed.channel(), framed.message());
            }
        } catch (IOException | BadMessageException end) {
            // the kernel has gone
        }
    }

    @Override
    public void send(Channel channel, WireMessage message) {
        bytes(FrameLayout.write(channel, message));
    }

    void bytes(byte[] frame) {
        ByteBuffer all = ByteBuffer.allocate(Integer.BYTES + frame.length);
        all.putInt(frame.length).put(frame).flip();
        try {
            while (all.hasRemaining()) {
                out.write(all);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
            in.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
