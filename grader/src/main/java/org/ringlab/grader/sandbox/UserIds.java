package org.ringlab.grader.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;

/**
 * User ids for kernels: each runs under one that no other process has. Only root may change the user id; another service
 * user keeps its own, and kernels are kept apart by their namespaces alone.
 */
public final class UserIds {
    private final boolean root;
    private final Deque<Integer> free = new ArrayDeque<>();

    private UserIds(boolean root, int first, int count) {
        this.root = root;
        for (int i = 0; i < count; i++) {
            free.add(first + i);
        }
    }

    /**
     * Ids for the user this service runs as.
     *
     * @param first first id, > 0
     * @param count how many
     * @return the ids; none to take when the service is not root
     * @throws IOException when the own user id cannot be read
     */
    public static UserIds forThisProcess(int first, int count) throws IOException {
        Object uid = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        return new UserIds(Integer.valueOf(0).equals(uid), first, count);
    }

    /**
     * Takes an id that nobody has; the longest unused first.
     *
     * @return the id, or empty when the service is not root
     * @throws IOException when all are taken
     */
    public synchronized OptionalInt take() throws IOException {
        if (!root) {
            return OptionalInt.empty();
        }
        Integer id = free.poll();
        if (id == null) {
            throw new IOException("all user ids for kernels are in use");
        }
        return OptionalInt.of(id);
    }

    /**
     * Gives an id back once no process has it.
     *
     * @param uid what {@link #take()} returned
     */
    public synchronized void give(OptionalInt uid) {
        uid.ifPresent(free::add);
    }
}
