package org.ringlab.jupyter.session;

import io.github.spencerpark.jupyter.messages.MessageType;
import io.github.spencerpark.jupyter.messages.reply.InputReply;
import io.github.spencerpark.jupyter.messages.request.InputRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import org.ringlab.jupyter.wire.Channel;
import org.ringlab.jupyter.wire.MessageCodec;
import org.ringlab.jupyter.wire.Parent;
import org.ringlab.jupyter.wire.Request;
import org.ringlab.jupyter.wire.Transport;

/** {@code System.in} of cells: each line is asked for at the front end. */
public final class StandardInput extends InputStream {
    private final MessageCodec codec;
    private final Transport transport;
    private final StandardStreams streams;
    private final Publisher publisher;
    private final LinkedBlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private volatile boolean allowed;
    private byte[] line = new byte[0];
    private int next;

    /** Asks over {@code transport}, on behalf of the cell that {@code streams} says is running. */
    public StandardInput(MessageCodec codec, Transport transport, StandardStreams streams, Publisher publisher) {
        this.codec = codec;
        this.transport = transport;
        this.streams = streams;
        this.publisher = publisher;
    }

    /** A cell begins; whether its front end can be asked. Unread input of earlier cells is forgotten. */
    public synchronized void begin(boolean allowed) {
        this.allowed = allowed;
        answers.clear();
        line = new byte[0];
        next = 0;
    }

    /** The front end's answer. */
    public void answered(Request reply) {
        if (reply.message().getContent() instanceof InputReply answer) {
            answers.add(answer.getValue() == null ? "" : answer.getValue());
        }
    }

    /**
     * Asks the person one line.
     *
     * @throws IOException where the front end can't be asked, or the cell is interrupted
     */
    public String ask(String prompt, boolean password) throws IOException {
        if (!allowed) {
            throw new IOException("this front end can't be asked for input");
        }
        publisher.flush();
        Parent parent = streams.current();
        transport.send(
                Channel.STDIN, codec.encode(MessageType.INPUT_REQUEST, new InputRequest(prompt, password), parent));
        try {
            return answers.take();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for input");
        }
    }

    @Override
    public synchronized int read() throws IOException {
        if (next == line.length) {
            fill();
        }
        return line[next++] & 0xFF;
    }

    /** No more than what is left of a line, so that a {@code Scanner} doesn't ask for a second one. */
    @Override
    public synchronized int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (next == line.length) {
            fill();
        }
        int count = Math.min(length, line.length - next);
        System.arraycopy(line, next, target, offset, count);
        next += count;
        return count;
    }

    @Override
    public synchronized int available() {
        return line.length - next;
    }

    private void fill() throws IOException {
        line = (ask("", false) + "\n").getBytes(StandardCharsets.UTF_8);
        next = 0;
    }
}
