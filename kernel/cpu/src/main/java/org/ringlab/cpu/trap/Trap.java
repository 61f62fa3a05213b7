package org.ringlab.cpu.trap;

/**
 * An interrupt or exception, not yet delivered.
 *
 * @param kind where it comes from
 * @param vector 0 to 255
 * @param hasCode whether an error code is pushed
 * @param code the error code
 * @param address for #PF what CR2 will hold, for #DB the bits that DR6 will
 */
public record Trap(Kind kind, int vector, boolean hasCode, int code, long address) implements Event {
    /** Where it comes from, in the order of SDM table 25-17's types. */
    public enum Kind {
        /** An interrupt request. */
        EXTERNAL(0),
        /** NMI. */
        NMI(2),
        /** A fault or trap the processor found. */
        EXCEPTION(3),
        /** INT n. */
        SOFTWARE_INTERRUPT(4),
        /** INT1. */
        PRIVILEGED_SOFTWARE_EXCEPTION(5),
        /** INT3 and INTO. */
        SOFTWARE_EXCEPTION(6);

        private final int type;

        Kind(int type) {
            this.type = type;
        }

        /** Its number in interruption information of a VMCS. */
        public int type() {
            return type;
        }

        /** The kind of a number, EXTERNAL for one that isn't in use. */
        public static Kind of(int type) {
            for (Kind kind : values()) {
                if (kind.type == type) {
                    return kind;
                }
            }
            return EXTERNAL;
        }

        /** Whether an instruction asked for it: return addresses point behind that, and gates' DPL counts. */
        public boolean software() {
            return this == SOFTWARE_INTERRUPT || this == SOFTWARE_EXCEPTION;
        }

        /** INT n, INT1, INT3, INTO: the return address is the next instruction's. */
        public boolean byInstruction() {
            return software() || this == PRIVILEGED_SOFTWARE_EXCEPTION;
        }
    }

    /** An exception without error code. */
    public static Trap of(int vector) {
        return new Trap(Kind.EXCEPTION, vector, false, 0, 0);
    }

    /** An exception with one. */
    public static Trap of(int vector, int code) {
        return new Trap(Kind.EXCEPTION, vector, true, code, 0);
    }

    /** #GP(0) or of a selector. */
    public static Trap gp(int code) {
        return of(Vector.GP, code);
    }

    /** #UD. */
    public static Trap ud() {
        return of(Vector.UD);
    }

    /** #PF. */
    public static Trap pageFault(int code, long address) {
        return new Trap(Kind.EXCEPTION, Vector.PF, true, code, address);
    }

    /** #DB, with what met DR6 says. */
    public static Trap debug(long met) {
        return new Trap(Kind.EXCEPTION, Vector.DB, false, 0, met);
    }

    /** An interrupt request. */
    public static Trap external(int vector) {
        return new Trap(Kind.EXTERNAL, vector, false, 0, 0);
    }

    /** As manuals write it: {@code #GP(0x10)}, {@code #UD}, {@code int 0x80}. */
    public String text() {
        return switch (kind) {
            case SOFTWARE_INTERRUPT -> "int 0x" + Integer.toHexString(vector);
            case EXTERNAL -> "interrupt 0x" + Integer.toHexString(vector);
            case NMI, EXCEPTION, PRIVILEGED_SOFTWARE_EXCEPTION, SOFTWARE_EXCEPTION ->
                hasCode ? Vector.name(vector) + "(0x" + Integer.toHexString(code) + ")" : Vector.name(vector);
        };
    }
}
