package org.ringlab.cpu.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EncoderTest {
    @ParameterizedTest
    @EnumSource(Mode.class)
    void whatIsDecodedIsEncodedToTheSameInstructionAndNotLonger(Mode mode) {
        RandomCode random = new RandomCode(1);
        for (int i = 0; i < 40_000; i++) {
            byte[] code = random.bytes(mode);
            if (Decoder.decode(Code.of(code, 0), mode) instanceof Decoded.Ok ok) {
                Instruction instruction = ok.instruction();
                byte[] bytes = Encoder.encode(instruction, mode);
                String what = HexFormat.ofDelimiter(" ").formatHex(code) + " " + instruction;
                assertNotNull(bytes, what);
                assertTrue(bytes.length > 0 && bytes.length <= instruction.length(), what);
                assertEquals(
                        new Decoded.Ok(instruction.withLength(bytes.length)),
                        Decoder.decode(Code.of(bytes, 0), mode),
                        what);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void anyBytesAreAnswered(Mode mode) {
        Random random = new Random(2);
        byte[] code = new byte[16];
        for (int i = 0; i < 200_000; i++) {
            random.nextBytes(code);
            switch (Decoder.decode(Code.of(code, random.nextInt(16)), mode)) {
                case Decoded.Ok ok ->
                    assertTrue(
                            ok.instruction().length() >= 1 && ok.instruction().length() <= 15);
                case Decoded.NeedMore more -> assertTrue(more.offset() >= 0 && more.offset() < 15);
                case Decoded.Undefined undefined ->
                    assertTrue(undefined.reason().length() > 10);
                case Decoded.NotSimulated other -> assertTrue(other.what().length() > 2);
                case Decoded.TooLong tooLong -> assertNotNull(tooLong);
            }
        }
    }

    @Test
    void fifteenBytesAreTheMost() {
        byte[] prefixes = new byte[20];
        Arrays.fill(prefixes, (byte) 0x66);
        assertInstanceOf(Decoded.TooLong.class, Decoder.decode(Code.of(prefixes, 0), Mode.BITS32));
        prefixes[14] = (byte) 0x90;
        assertInstanceOf(Decoded.Ok.class, Decoder.decode(Code.of(prefixes, 0), Mode.BITS32));
        assertEquals(new Decoded.NeedMore(0), Decoder.decode(Code.of(new byte[14], 14), Mode.BITS32));
        byte[] cut = {0x66, (byte) 0x81, 0x00};
        assertEquals(new Decoded.NeedMore(3), Decoder.decode(Code.of(cut, 0), Mode.BITS32));
    }
}
