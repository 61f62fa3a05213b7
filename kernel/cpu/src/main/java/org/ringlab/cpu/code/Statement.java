package org.ringlab.cpu.code;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.Span;

/** A statement of assembly. */
sealed interface Statement {
    /** Where. */
    Span span();

    /** A place with a name. */
    record Label(String name, Span span) implements Statement {}

    /**
     * An instruction.
     *
     * @param operands destination first
     * @param operandSize by a prefix or letter; 0 for none
     * @param addressSize by a prefix; 0 for none
     * @param segment by a prefix, or null
     */
    record Machine(
            String name,
            Mnemonics.Meaning meaning,
            List<TextOperand> operands,
            Repeat repeat,
            boolean lock,
            int operandSize,
            int addressSize,
            @Nullable Segment segment,
            Mode mode,
            Syntax syntax,
            Span span)
            implements Statement {}

    /** Values of so many bytes each; a string stands for its bytes. */
    record Data(int size, List<Item> items, Span span) implements Statement {}

    /** Of {@link Data}: bytes, or a value. */
    record Item(byte @Nullable [] bytes, Expression value, Span span) {}

    /** A byte so many times. */
    record Space(Expression count, Expression fill, Span span) implements Statement {}

    /** Up to the next address that the boundary divides. */
    record Align(Expression boundary, @Nullable Expression fill, boolean power, Span span) implements Statement {}

    /** Up to an address. */
    record Origin(Expression address, Span span) implements Statement {}

    /** A statement so many times. */
    record Times(Expression count, Statement what, Span span) implements Statement {}
}
