package org.ringlab.hypervisor;

/** Something that happened between a guest and its monitor; {@code cycle} by the cost model. */
public sealed interface VmEvent {
    /** Cycles since the start. */
    long cycle();

    /**
     * The guest goes on.
     *
     * @param ring the one it really is in then; -1 where software interprets it
     */
    record Enters(long cycle, Place place, int ring, long eip) implements VmEvent {}

    /**
     * The guest was left.
     *
     * @param place who ran
     * @param ring the one that the monitor got control in
     * @param how {@code trap}, {@code exit}, {@code hypercall}, {@code callout}, {@code interrupt}
     * @param why vector, exit reason or call by name
     * @param instruction the one that did it, empty where none did
     */
    record Leaves(long cycle, Place place, int ring, String how, String why, long eip, String instruction)
            implements VmEvent {}

    /**
     * The monitor carried an instruction out for the guest.
     *
     * @param effect what changed, in words; may be empty
     */
    record Emulates(long cycle, long eip, String instruction, String effect) implements VmEvent {}

    /**
     * The guest was given an interrupt or exception.
     *
     * @param from whose code is interrupted
     * @param what its short name
     * @param handler where the guest handles it
     */
    record Injects(long cycle, Place from, String what, long handler) implements VmEvent {}

    /** The guest went to another of its rings by itself; its monitor wasn't asked. */
    record Crosses(long cycle, Place from, Place to, String how, long eip) implements VmEvent {}

    /** An exit of a guest's guest was handed to the monitor in the guest, which goes on at {@code eip}. */
    record HandsOn(long cycle, long eip) implements VmEvent {}

    /** A linear page was put into the shadow tables. */
    record FillsShadow(long cycle, long linear, long guestPhysical, long hostPhysical, boolean writable)
            implements VmEvent {}

    /** A block of guest code was translated. */
    record Translates(long cycle, long eip, int guestInstructions, int guestBytes, long to, int bytes)
            implements VmEvent {}

    /** A jump of translated code now goes directly to its block. */
    record Chains(long cycle, long from, long to) implements VmEvent {}

    /** A device model did its part. */
    record Serves(long cycle, String device, String what) implements VmEvent {}
}
