package org.ringlab.cpu.code;

import org.jspecify.annotations.Nullable;
import org.ringlab.common.Span;
import org.ringlab.cpu.code.Operand.Reg;

/** Gathers the registers of an address and says what is wrong with them. */
final class AddressReader {
    private final Words words;
    private @Nullable Reg base;
    private @Nullable Reg index;
    private long scale = 1;
    private boolean scaled;
    private int ripSize;
    private boolean good = true;

    AddressReader(Words words) {
        this.words = words;
    }

    boolean good() {
        return good;
    }

    /** RIP or EIP by itself. */
    void rip(int size) {
        ripSize = size;
    }

    /** A register, with a scale where one was written. */
    void add(Reg register, @Nullable Long factor, Span span) {
        if (register.size() == 1) {
            bad(span, "an address can't be made of a register of one byte", "use the 16, 32 or 64 bits of it");
        } else if (factor == null && base == null) {
            base = register;
        } else if (index == null) {
            index = register;
            scale = factor == null ? 1 : factor;
            scaled = factor != null;
        } else {
            bad(span, "an address has at most a base and an index", "compute the rest into a register first");
        }
    }

    /** The base of AT&amp;T's parentheses. */
    void base(Reg register, Span span) {
        if (register.size() == 1) {
            add(register, null, span);
        } else {
            base = register;
        }
    }

    private void bad(Span span, String fact, String hint) {
        if (good) {
            words.error("assembly-address", span, fact, hint);
        }
        good = false;
    }

    TextOperand.@Nullable Memory memory(Expression displacement, Span span) {
        Reg b = base;
        Reg i = index;
        if (b != null && i != null && b.size() != i.size()) {
            bad(
                    span,
                    "the registers of an address must be of one size: " + Registers.name(b) + " and "
                            + Registers.name(i) + " aren't",
                    "");
        }
        if (scale != 1 && scale != 2 && scale != 4 && scale != 8) {
            bad(span, "an index can be multiplied by 1, 2, 4 or 8, not by " + scale, "");
        }
        if (ripSize != 0 && (b != null || i != null)) {
            bad(span, "with rip there is no other register", "");
        }
        if (b != null && i != null && i.number() == Operand.SP && scale == 1) {
            Reg swap = b;
            b = i;
            i = swap;
        }
        if (i != null && i.number() == Operand.SP) {
            bad(span, Registers.name(i) + " can't be an index", "use it as the base");
        }
        int size = b != null ? b.size() : i != null ? i.size() : ripSize;
        if (size == 2) {
            if (b != null && i != null && (b.number() == Operand.SI || b.number() == Operand.DI)) {
                Reg swap = b;
                b = i;
                i = swap;
            }
            if (!sixteen(b, i)) {
                bad(span, "16-bit addresses are made of bx or bp, plus si or di", "[bx+si], [bp+di+4], [si], [bx]");
            }
        }
        return !good
                ? null
                : new TextOperand.Memory(
                        b == null ? Operand.NONE : b.number(),
                        i == null ? Operand.NONE : i.number(),
                        i == null ? 1 : (int) scale,
                        displacement,
                        null,
                        size,
                        0,
                        ripSize != 0,
                        false,
                        span);
    }

    private boolean sixteen(@Nullable Reg b, @Nullable Reg i) {
        int bn = b == null ? Operand.NONE : b.number();
        int in = i == null ? Operand.NONE : i.number();
        if (scaled && scale != 1) {
            return false;
        }
        for (int rm = 0; rm < 8; rm++) {
            if (Addressing.BASE16.get(rm) == bn && Addressing.INDEX16.get(rm) == in) {
                return true;
            }
        }
        return false;
    }
}
