package org.ringlab.cpu.trap;

/**
 * Leaves an instruction half-way, with the reason as a value. The one throw of the processor, caught where instructions are
 * counted; it has no stack trace and means no error in the program.
 */
public final class Raised extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Event event;

    /** Ends the instruction with this. */
    public Raised(Event event) {
        super(null, null, false, false);
        this.event = event;
    }

    /** Why. */
    public Event event() {
        return event;
    }

    /** #GP(0) or of a selector. */
    public static Raised gp(int code) {
        return new Raised(Trap.gp(code));
    }

    /** #UD. */
    public static Raised ud() {
        return new Raised(Trap.ud());
    }

    /** An exception with an error code. */
    public static Raised of(int vector, int code) {
        return new Raised(Trap.of(vector, code));
    }

    /** Something that isn't simulated. */
    public static Raised notSimulated(String what) {
        return new Raised(new NotSimulated(what));
    }
}
