package org.ringlab.cpu.code;

import static org.assertj.core.api.Assertions.assertThat;

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
        for (int i = 0; i < 100_000; i++) {
            byte[] code = random.bytes(mode);
            if (Decoder.decode(Code.of(code, 0), mode) instanceof Decoded.Ok ok) {
                Instruction instruction = ok.instruction();
                byte[] bytes = Encoder.encode(instruction, mode);
                assertThat(bytes).as("%s %s", HexFormat.ofDelimiter(" ").formatHex(code), instruction).isNotNull();
                assertThat(bytes.length).as("%s", instruction).isBetween(1, instruction.length());
                assertThat(Decoder.decode(Code.of(bytes, 0), mode))
                        .as("%s", HexFormat.ofDelimiter(" ").formatHex(bytes))
                        .isEqualTo(new Decoded.Ok(instruction.withLength(bytes.length)));
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
                case Decoded.Ok ok -> assertThat(ok.instruction().length()).isBetween(1, 15);
                case Decoded.NeedMore more -> assertThat(more.offset()).isBetween(0, 15);
                case Decoded.Undefined undefined -> assertThat(undefined.reason()).isNotEmpty();
                case Decoded.NotSimulated other -> assertThat(other.what()).isNotEmpty();
                case Decoded.TooLong tooLong -> assertThat(code).isNotNull();
            }
        }
    }

    @Test
    void fifteenBytesAreTheMost() {
        byte[] prefixes = new byte[20];
        java.util.Arrays.fill(prefixes, (byte) 0x66);
        assertThat(Decoder.decode(Code.of(prefixes, 0), Mode.BITS32)).isInstanceOf(Decoded.TooLong.class);
        prefixes[14] = (byte) 0x90;
        assertThat(Decoder.decode(Code.of(prefixes, 0), Mode.BITS32)).isInstanceOf(Decoded.Ok.class);
        assertThat(Decoder.decode(Code.of(new byte[14], 14), Mode.BITS32)).isEqualTo(new Decoded.NeedMore(0));
        assertThat(Decoder.decode(Code.of(new byte[] {0x66, (byte) 0x81, 0x00}, 0), Mode.BITS32))
                .isEqualTo(new Decoded.NeedMore(3));
    }
}
