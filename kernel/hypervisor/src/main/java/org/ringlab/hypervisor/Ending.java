package org.ringlab.hypervisor;

/** How a guest's run came to its end. */
public sealed interface Ending {
    /** The guest switched its machine off. */
    record PoweredOff() implements Ending {}

    /**
     * HLT, and nothing can come that would end it.
     *
     * @param eip the instruction behind
     * @param interrupts whether the guest's IF is set: then no device will ask
     */
    record HaltedForever(long eip, boolean interrupts) implements Ending {}

    /** The budget of instructions is used up. */
    record Budget(long instructions, long eip) implements Ending {}

    /**
     * A fault while a double fault was delivered: the processor shut down.
     *
     * @param eip where the last one came from
     * @param exception the first one, its short name with the error code; empty if that isn't known
     */
    record TripleFault(long eip, String exception) implements Ending {}

    /** The guest needs something that isn't simulated. */
    record NotSimulated(String what, long eip) implements Ending {}

    /** The guest asked for something that its monitor refuses. */
    record Killed(String why, long eip) implements Ending {}

    /** One sentence. */
    default String text() {
        return switch (this) {
            case PoweredOff off -> "the guest switched its machine off";
            case HaltedForever halted ->
                "the guest halted for ever before " + Hex.of(halted.eip()) + ": "
                        + (halted.interrupts()
                                ? "no device will ever interrupt it"
                                : "its interrupt flag is 0, so that nothing can wake it");
            case Budget budget ->
                "the budget of " + budget.instructions() + " instructions is used up; the guest is at "
                        + Hex.of(budget.eip());
            case TripleFault fault ->
                "triple fault at " + Hex.of(fault.eip()) + ": "
                        + (fault.exception().isEmpty() ? "an exception" : fault.exception())
                        + " could not be delivered, nor could the double fault after it";
            case NotSimulated not -> "not simulated: " + not.what() + " at " + Hex.of(not.eip());
            case Killed killed -> "killed by its monitor at " + Hex.of(killed.eip()) + ": " + killed.why();
        };
    }
}
