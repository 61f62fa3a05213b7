package org.ringlab.jupyter.wire;

import java.util.Locale;
import java.util.Optional;

/** The channels of a Jupyter kernel, and ours to the service that hosts it. */
public enum Channel {
    /** Requests that are answered in order. */
    SHELL,
    /** Requests that overtake those of the shell channel: interrupt, shutdown. */
    CONTROL,
    /** The kernel's questions to the person at the front end. */
    STDIN,
    /** What the kernel tells everybody. */
    IOPUB,
    /** Between a hosted kernel and its service: submissions, saved state. */
    RINGLAB;

    /** The name on the wire: {@code shell}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The channel of that name on the wire; empty where there is none. */
    public static Optional<Channel> of(String wireName) {
        for (Channel channel : values()) {
            if (channel.wireName().equals(wireName)) {
                return Optional.of(channel);
            }
        }
        return Optional.empty();
    }
}
