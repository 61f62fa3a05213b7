package org.ringlab.host.namespaces;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.files.Volume;

/**
 * Task numbers that begin at 1 again (kernel/pid_namespace.c). Its members have a number in each namespace above it
 * as well. When number 1 ends, all end, and nobody can be born in it any more.
 */
public final class PidNamespace extends Namespace {
    private final @Nullable PidNamespace parent;
    private final Volume proc;
    private int next;
    private @Nullable Task init;
    private boolean dead;

    PidNamespace(long inode, UserNamespace owner, @Nullable PidNamespace parent, int first) {
        super(NamespaceKind.PID, inode, owner);
        this.parent = parent;
        next = first;
        proc = parent == null ? Volume.proc() : parent.proc.another();
    }

    /** The namespace around it; empty for the host's. */
    public Optional<PidNamespace> parent() {
        return Optional.ofNullable(parent);
    }

    /** What {@code mount -t proc} mounts for a member. */
    public Volume proc() {
        return proc;
    }

    /** Whether its number 1 has ended. */
    public boolean isDead() {
        return dead;
    }

    /** Its number 1; empty before anybody was born. */
    public Optional<Task> init() {
        return Optional.ofNullable(init);
    }

    int take() {
        return next++;
    }

    /** The next number to be given; for a host's numbers of its first programs. */
    void skipTo(int number) {
        next = Math.max(next, number);
    }

    void born(Task process) {
        if (init == null) {
            init = process;
        }
    }

    void die() {
        dead = true;
    }
}
