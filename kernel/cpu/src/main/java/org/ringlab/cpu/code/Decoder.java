package org.ringlab.cpu.code;

/** From bytes to an instruction. */
public final class Decoder {
    private Decoder() {}

    /** The instruction at the beginning of some code; never throws. */
    public static Decoded decode(Code code, Mode mode) {
        return new Decoded.Undefined("not yet");
    }
}
