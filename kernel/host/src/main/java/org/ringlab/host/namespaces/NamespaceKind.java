package org.ringlab.host.namespaces;

import java.util.Arrays;
import java.util.Optional;

/** What a namespace isolates (include/linux/nsfs.h), in the order of {@code /proc/PID/ns}. */
public enum NamespaceKind {
    /** The view of control groups. */
    CGROUP("cgroup", "cgroup", 'C'),
    /** System V message queues, shared memory and semaphores. */
    IPC("ipc", "ipc", 'i'),
    /** What is mounted where. */
    MNT("mnt", "mount", 'm'),
    /** Interfaces, addresses, routes, rules, sockets. */
    NET("net", "net", 'n'),
    /** Task numbers. */
    PID("pid", "pid", 'p'),
    /** Offsets of the monotonic clocks. */
    TIME("time", "time", 'T'),
    /** User numbers and capabilities. */
    USER("user", "user", 'U'),
    /** The host's name. */
    UTS("uts", "uts", 'u');

    private final String file;
    private final String option;
    private final char letter;

    NamespaceKind(String file, String option, char letter) {
        this.file = file;
        this.option = option;
        this.letter = letter;
    }

    /** The name under {@code /proc/PID/ns} and in {@code lsns}. */
    public String file() {
        return file;
    }

    /** The long option of {@code unshare} and {@code nsenter}, without dashes. */
    public String option() {
        return option;
    }

    /** Their short option. */
    public char letter() {
        return letter;
    }

    /** The kind that {@code /proc/PID/ns} and {@code lsns} call so. */
    public static Optional<NamespaceKind> ofFile(String file) {
        return Arrays.stream(values()).filter(k -> k.file.equals(file)).findFirst();
    }
}
