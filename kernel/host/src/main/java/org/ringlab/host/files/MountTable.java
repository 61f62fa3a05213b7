package org.ringlab.host.files;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What is mounted where, in the order it was: what a mount namespace isolates. A later mount hides what it covers. */
public final class MountTable {
    /** Mounts in one table, so that no loop fills the memory (fs.mount-max). */
    public static final int MAX = 200;

    private final List<Mount> mounts;

    /** A table with the root file system. */
    public MountTable(Mount root) {
        mounts = new ArrayList<>(List.of(root));
    }

    private MountTable(MountTable other) {
        mounts = new ArrayList<>(other.mounts);
    }

    /** The same mounts in a table of its own: the files are shared, later mounts are not (private propagation). */
    public MountTable copy() {
        return new MountTable(this);
    }

    /** All, oldest first. */
    public List<Mount> all() {
        return Collections.unmodifiableList(mounts);
    }

    /** The first of all: what a host has booted from. */
    public Mount root() {
        return mounts.getFirst();
    }

    /** Adds a mount; false where the table is full. */
    public boolean add(Mount mount) {
        return mounts.size() < MAX && mounts.add(mount);
    }

    /** The newest mount at exactly that place. */
    public Optional<Mount> at(String target) {
        return mounts.reversed().stream().filter(m -> m.target().equals(target)).findFirst();
    }

    /** Takes a mount away. */
    public void remove(Mount mount) {
        mounts.remove(mounts.lastIndexOf(mount));
    }

    /** Puts another in a mount's place. */
    public void replace(Mount old, Mount other) {
        mounts.set(mounts.lastIndexOf(old), other);
    }

    /** Whether something else is mounted below that place, so that it can't go. */
    public boolean isBusy(Mount mount) {
        return mounts.subList(mounts.lastIndexOf(mount) + 1, mounts.size()).stream()
                .anyMatch(m -> mount.covers(m.target()));
    }

    /** The mount that a path leads into. */
    public Mount covering(String path) {
        // Every step of every path comes here: no iterator is made for it.
        for (int i = mounts.size() - 1; i > 0; i--) {
            if (mounts.get(i).covers(path)) {
                return mounts.get(i);
            }
        }
        return mounts.getFirst();
    }
}
