package org.ringlab.jupyter.wire;

/** A way for messages in and out of the kernel. */
public interface Transport extends AutoCloseable {
    /** Takes what comes in; called by one thread of the transport, which it must not hold up. */
    @FunctionalInterface
    interface Receiver {
        /** A message came in on a channel. */
        void receive(Channel channel, WireMessage message);
    }

    /** Sends a message; from any thread. Waits while the other side is slow, and is silent once closed. */
    void send(Channel channel, WireMessage message);

    /** Delivers what comes in to {@code receiver}, until closed or the other side has gone. */
    void run(Receiver receiver);

    /** Sends what waits, and makes {@link #run} return; more than once is harmless. */
    @Override
    void close();
}
