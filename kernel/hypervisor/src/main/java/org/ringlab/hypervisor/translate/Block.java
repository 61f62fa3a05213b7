package org.ringlab.hypervisor.translate;

import java.util.List;

/**
 * A block of guest code and what it became.
 *
 * @param eip where the guest has it
 * @param at where its translation lies, linear
 * @param bytes of the translation
 * @param guestBytes of the guest's code, as they were
 * @param pieces the guest's instructions in order
 */
public record Block(long eip, long at, int bytes, byte[] guestBytes, List<Piece> pieces) {
    /** How an instruction was translated. */
    public enum Kind {
        /** Copied. */
        SAME,
        /** Other code of ring 1 does what it would do. */
        INLINE,
        /** A branch, to translated code. */
        BRANCH,
        /** The monitor is called to carry it out. */
        CALLOUT
    }

    /**
     * One instruction of the guest.
     *
     * @param eip where
     * @param at where its translation begins
     * @param guest its text
     * @param kind how it was translated
     * @param length bytes of the guest's instruction
     */
    public record Piece(long eip, long at, String guest, Kind kind, int length) {}
}
