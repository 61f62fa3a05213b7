package org.ringlab.cpu.code;

/** What came of decoding. */
public sealed interface Decoded {
    /** A whole instruction. */
    record Ok(Instruction instruction) implements Decoded {}

    /**
     * No instruction of this mode: #UD.
     *
     * @param reason one short sentence
     */
    record Undefined(String reason) implements Decoded {}

    /** More than 15 bytes: #GP(0). */
    record TooLong() implements Decoded {}

    /**
     * The code ends here: fetching the byte at this offset from the first failed, and that fault is the outcome.
     *
     * @param offset 0..14
     */
    record NeedMore(int offset) implements Decoded {}

    /**
     * A real processor has such an instruction and this one hasn't. To be told to the user; never #UD.
     *
     * @param what the extension: {@code SSE}
     */
    record NotSimulated(String what) implements Decoded {}
}
