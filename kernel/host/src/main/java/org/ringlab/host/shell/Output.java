package org.ringlab.host.shell;

/** Where a command's output goes. */
public final class Output {
    /** Characters kept; what comes after is dropped and said so once. */
    private static final int LIMIT = 1 << 20;

    private final StringBuilder text = new StringBuilder();
    private boolean full;

    /** Adds text. */
    public void print(String more) {
        if (full) {
            return;
        }
        if (text.length() + more.length() > LIMIT) {
            full = true;
            text.append("\n[output cut off after ").append(LIMIT).append(" characters]\n");
            return;
        }
        text.append(more);
    }

    /** Adds a line. */
    public void line(String more) {
        print(more + "\n");
    }

    /** All of it. */
    public String text() {
        return text.toString();
    }
}
