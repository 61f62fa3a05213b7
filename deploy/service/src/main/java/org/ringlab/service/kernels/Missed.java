package org.ringlab.service.kernels;

import java.util.ArrayList;
import java.util.List;

/** Messages said while no client was connected (a page being reloaded, a broken network), up to a limit. */
final class Missed {
    private static final long MAX_CHARACTERS = 4 << 20;

    private final List<KernelMessage> kept = new ArrayList<>();
    private long characters;

    /** Keeps a message; past the limit the later ones are lost, as the cell's beginning tells most. */
    synchronized void keep(KernelMessage message) {
        long size = message.content().length() + (long) message.metadata().length();
        if (characters + size <= MAX_CHARACTERS) {
            characters += size;
            kept.add(message);
        }
    }

    /** Takes everything, in order. */
    synchronized List<KernelMessage> take() {
        List<KernelMessage> all = List.copyOf(kept);
        kept.clear();
        characters = 0;
        return all;
    }
}
