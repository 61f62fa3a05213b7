package org.ringlab.jupyter.session;

import io.github.spencerpark.jupyter.messages.publish.PublishStream.StreamType;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ForkJoinWorkerThread;
import org.ringlab.jupyter.wire.Parent;

/**
 * {@code System.out} and {@code System.err} of cells.
 *
 * <p>A thread's text belongs to the cell that started the thread, also after that cell has ended; text of pooled workers,
 * which outlive their first cell, to the cell that runs now or ran last.
 */
public final class StandardStreams {
    private final Publisher publisher;
    private final InheritableThreadLocal<Parent> own = new InheritableThreadLocal<>();
    private volatile Parent latest = Parent.none();

    /** Publishes by {@code publisher}. */
    public StandardStreams(Publisher publisher) {
        this.publisher = publisher;
    }

    /** From now on the calling thread, and those it starts, write for {@code parent}. */
    public void enter(Parent parent) {
        latest = parent;
        own.set(parent);
    }

    /** Whom the calling thread writes for. */
    public Parent current() {
        Parent parent = own.get();
        return parent == null || Thread.currentThread() instanceof ForkJoinWorkerThread ? latest : parent;
    }

    /** A standard output for cells. */
    public PrintStream out() {
        return new PrintStream(new TextStream(StreamType.OUT), true, StandardCharsets.UTF_8);
    }

    /** A standard error for cells. */
    public PrintStream err() {
        return new PrintStream(new TextStream(StreamType.ERR), true, StandardCharsets.UTF_8);
    }

    private final class TextStream extends OutputStream {
        private final StreamType type;
        private final CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        private ByteBuffer rest = ByteBuffer.allocate(0);

        TextStream(StreamType type) {
            this.type = type;
        }

        @Override
        public void write(int value) {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            publisher.stream(current(), type, decode(bytes, offset, length));
        }

        /** Text so far; the bytes of a character that isn't whole yet wait for the rest. */
        private synchronized String decode(byte[] bytes, int offset, int length) {
            ByteBuffer in = ByteBuffer.allocate(rest.remaining() + length);
            in.put(rest).put(bytes, offset, length).flip();
            CharBuffer text = CharBuffer.allocate(in.remaining() + 1);
            decoder.decode(in, text, false);
            rest = in;
            return text.flip().toString();
        }
    }
}
