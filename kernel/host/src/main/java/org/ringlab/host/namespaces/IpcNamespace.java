package org.ringlab.host.namespaces;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Message queues, shared memory and semaphores of System V, as the members of a namespace share them (ipc/util.c). */
public final class IpcNamespace extends Namespace {
    /** Objects of one sort in a namespace, so that no loop fills the memory. */
    public static final int MAX = 1000;

    private final List<Item> items = new ArrayList<>();
    private final int[] made = new int[Sort.values().length];

    IpcNamespace(long inode, UserNamespace owner) {
        super(NamespaceKind.IPC, inode, owner);
    }

    /** The sorts of objects. */
    public enum Sort {
        /** A message queue. */
        QUEUE,
        /** A segment of shared memory. */
        MEMORY,
        /** A set of semaphores. */
        SEMAPHORES
    }

    /**
     * An object.
     *
     * @param sort what it is
     * @param key what programs find it by
     * @param id its number
     * @param mode its permissions
     * @param size bytes of memory, or number of semaphores; 0 for a queue
     */
    public record Item(Sort sort, int key, int id, int mode, long size) {}

    /** Makes an object; empty where there are too many ({@code ENOSPC}). */
    public Optional<Item> add(Sort sort, int key, int mode, long size) {
        if (of(sort).size() >= MAX) {
            return Optional.empty();
        }
        Item item = new Item(sort, key, made[sort.ordinal()]++, mode, size);
        items.add(item);
        return Optional.of(item);
    }

    /** Removes an object; false where it isn't there. */
    public boolean remove(Sort sort, int id) {
        return items.removeIf(i -> i.sort() == sort && i.id() == id);
    }

    /** Those of a sort, oldest first. */
    public List<Item> of(Sort sort) {
        return Collections.unmodifiableList(
                items.stream().filter(i -> i.sort() == sort).toList());
    }
}
