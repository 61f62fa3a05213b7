package org.ringlab.host.shell;

import java.util.function.Consumer;

/** Where a command's output goes. */
public final class Output {
    /** Characters let through; what comes after is dropped and said so once. */
    private static final int LIMIT = 1 << 20;

    private final Consumer<String> target;
    private final boolean screen;
    private int length;
    private boolean full;

    /** An output that hands its text to {@code target}, piece by piece; a file or pipe. */
    public Output(Consumer<String> target) {
        this(target, false);
    }

    private Output(Consumer<String> target, boolean screen) {
        this.target = target;
        this.screen = screen;
    }

    /** An output on a terminal's screen. */
    static Output onScreen(Consumer<String> target) {
        return new Output(target, true);
    }

    /** Whether it is a terminal ({@code isatty}), where programs draw progress, and no file or pipe. */
    public boolean isScreen() {
        return screen;
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
