package org.ringlab.cpu.code;

import org.jspecify.annotations.Nullable;
import org.ringlab.common.Span;

/** An operand as it was written. */
sealed interface TextOperand {
    /** Where. */
    Span span();

    /** A register of any kind. */
    record Register(Operand register, Span span) implements TextOperand {}

    /** A value that is marked as one: {@code $5}, {@code offset label}. */
    record Immediate(Expression value, Span span) implements TextOperand {}

    /**
     * Memory.
     *
     * @param addressSize that of its registers; 0 without any
     * @param size bytes, 0 where it isn't said
     * @param far a far pointer lies there
     */
    record Memory(
            int base,
            int index,
            int scale,
            Expression displacement,
            @Nullable Segment segment,
            int addressSize,
            int size,
            boolean ripRelative,
            boolean far,
            Span span)
            implements TextOperand {
        Memory with(@Nullable Segment other, int bytes, boolean isFar, Span place) {
            return new Memory(
                    base,
                    index,
                    scale,
                    displacement,
                    other == null ? segment : other,
                    addressSize,
                    bytes == 0 ? size : bytes,
                    ripRelative,
                    isFar || far,
                    place);
        }

        static Memory at(Expression address, Span span) {
            return new Memory(Operand.NONE, Operand.NONE, 1, address, null, 0, 0, false, false, span);
        }
    }

    /**
     * An expression by itself: a branch's target, memory, or in Intel syntax a value.
     *
     * @param near whether {@code short} was written: a branch has one byte for the distance
     */
    record Bare(Expression value, boolean near, Span span) implements TextOperand {}

    /** {@code selector:offset}. */
    record Far(Expression selector, Expression offset, Span span) implements TextOperand {}
}
