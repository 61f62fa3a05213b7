package org.ringlab.mmu.os;

/** Something that a kernel did, in order; displays and feedback only render these. */
public sealed interface OsEvent {
    /** When, in ticks. */
    long tick();

    /** Whose doing it was, or whom it befell. */
    int pid();

    /** What a page fault turned out to be. */
    enum FaultKind {
        /** The first touch of a page: an empty frame. */
        DEMAND_ZERO,
        /** A write to a page shared since a fork: a copy. */
        COPY_ON_WRITE,
        /** A write to a page that was shared and isn't any more: only the right is given back. */
        REUSED,
        /** The page was in swap. */
        SWAP_IN,
        /** The address isn't its own, or not for this access: SIGSEGV. */
        SEGMENTATION
    }

    /** A page fault was handled. */
    record Faulted(long tick, int pid, long address, FaultKind kind, int error) implements OsEvent {}

    /** A page went to swap; {@code pid} is its owner. */
    record SwappedOut(long tick, int pid, long page, int slot) implements OsEvent {}

    /** A process was killed since no memory was left. */
    record OutOfMemory(long tick, int pid, long badness) implements OsEvent {}

    /** A process began; {@code parent} is 0 for the first of its kind. */
    record Started(long tick, int pid, int parent) implements OsEvent {}

    /** A process ended by itself or by a signal. */
    record Ended(long tick, int pid, String how) implements OsEvent {}

    /** The processor went over to a process: CR3 was loaded. */
    record Switched(long tick, int pid) implements OsEvent {}
}
