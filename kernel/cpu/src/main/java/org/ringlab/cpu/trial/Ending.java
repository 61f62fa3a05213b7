package org.ringlab.cpu.trial;

import org.ringlab.cpu.trap.Trap;

/** How a trial ended. */
public sealed interface Ending {
    /** Behind the last line. */
    record Finished() implements Ending {}

    /** HLT in ring 0. */
    record Halted() implements Ending {}

    /**
     * A trap that the program has no handler for.
     *
     * @param back the address that it would return to
     */
    record Trapped(Trap trap, long back, int fromRing) implements Ending {}

    /** More instructions than allowed. */
    record OutOfBudget(long budget) implements Ending {}

    /** A triple fault: the handlers themselves can't be reached. */
    record ShutDown(Trap first) implements Ending {}

    /** A feature that isn't simulated. */
    record NotSimulated(String what) implements Ending {}

    /** As an exercise's checks name it: {@code finished}, {@code halted}, {@code #GP}, {@code int 0x80}, {@code budget}. */
    default String text() {
        return switch (this) {
            case Finished finished -> "finished";
            case Halted halted -> "halted";
            case Trapped trapped -> {
                String text = trapped.trap().text();
                yield text.contains("(") ? text.substring(0, text.indexOf('(')) : text;
            }
            case OutOfBudget out -> "budget";
            case ShutDown down -> "triple fault";
            case NotSimulated not -> "not simulated: " + not.what();
        };
    }
}
