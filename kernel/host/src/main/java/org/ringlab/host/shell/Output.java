package org.ringlab.host.shell;

import java.util.function.Consumer;

/** Where a command's output goes. */
public final class Output {
    /** Characters let through; what comes after is dropped and said so once. */
    private static final int LIMIT = 1 << 20;

    private final Consumer<String> target;
    private int length;
    private boolean full;

    /** An output that hands its text to {@code target}, piece by piece. */
    public Output(Consumer<String> target) {
        this.target = target;
    }

    /** Adds text. */
    public void print(String more) {
        if (full || more.isEmpty()) {
            return;
        }
        length += more.length();
        full = length > LIMIT;
        target.accept(full ? "\n[output cut off after " + LIMIT + " characters]\n" : more);
    }

    /** Adds a line. */
    public void line(String more) {
        print(more + "\n");
    }
}
