package org.ringlab.host.machine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import org.ringlab.host.shell.Input;
import org.ringlab.host.shell.Output;
import org.ringlab.host.shell.Streams;

/** What the kernel, systemd and the programs it starts say since the host booted ({@code systemd-journald}, volatile). */
public final class Journal {
    /** Priority of errors, as {@code syslog} counts them. */
    public static final int ERROR = 3;
    /** Priority of warnings. */
    public static final int WARNING = 4;
    /** Priority of notices. */
    public static final int NOTICE = 5;
    /** Priority of all else. */
    public static final int INFO = 6;

    private static final int MOST = 10_000;

    private final LongSupplier clock;
    private final long booted;
    private final Deque<Entry> entries = new ArrayDeque<>();

    /**
     * Of a host that boots now.
     *
     * @param clock nanoseconds since the lab's boot
     */
    Journal(LongSupplier clock) {
        this.clock = clock;
        booted = clock.getAsLong();
    }

    /**
     * An entry.
     *
     * @param nanos when, since the lab's boot
     * @param priority 0 (emergency) to 7 (debug)
     * @param unit the unit it is about, with {@code .service}; empty for the kernel's
     * @param identifier who says it
     * @param pid its process; 0 for the kernel
     * @param message one line
     */
    public record Entry(long nanos, int priority, String unit, String identifier, int pid, String message) {}

    /** The kernel says something. */
    public void kernel(int priority, String message) {
        add(new Entry(clock.getAsLong(), priority, "", "kernel", 0, message));
    }

    /** systemd says something about a unit. */
    public void systemd(int priority, String unit, String message) {
        add(new Entry(clock.getAsLong(), priority, unit + ".service", "systemd", 1, message));
    }

    /** A unit's program says something. */
    public void program(int priority, String unit, String identifier, String message) {
        add(new Entry(clock.getAsLong(), priority, unit + ".service", identifier, pid(unit), message));
    }

    /** A number for a unit's process: nominal, as such processes come and go between two commands. */
    private static int pid(String unit) {
        return 600 + Math.floorMod(unit.hashCode(), 300);
    }

    /** Where a unit's program prints: each line becomes an entry. */
    public Streams streams(String unit) {
        StringBuilder line = new StringBuilder();
        Output lines = new Output(text -> {
            line.append(text);
            for (int end = line.indexOf("\n"); end >= 0; end = line.indexOf("\n")) {
                String message = line.substring(0, end);
                line.delete(0, end + 1);
                if (!message.isBlank()) {
                    program(INFO, unit, unit, message.stripTrailing());
                }
            }
        });
        return new Streams(Input.empty(), lines, lines);
    }

    private void add(Entry entry) {
        if (entries.size() == MOST) {
            entries.removeFirst();
        }
        entries.addLast(entry);
    }

    /** All, oldest first. */
    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** When the host booted, in nanoseconds since the lab's boot. */
    public long booted() {
        return booted;
    }
}
