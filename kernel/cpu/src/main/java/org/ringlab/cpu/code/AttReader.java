package org.ringlab.cpu.code;

import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.code.Expression.Num;
import org.ringlab.cpu.code.Operand.Reg;
import org.ringlab.cpu.code.Operand.SegReg;

/** Operands in AT&amp;T syntax. */
final class AttReader {
    private final Words words;

    AttReader(Words words) {
        this.words = words;
    }

    /** An operand, or null with what is wrong told. */
    @Nullable
    TextOperand operand() {
        int from = words.mark();
        if (words.take("$")) {
            Expression value = words.expression();
            return value == null ? null : new TextOperand.Immediate(value, words.since(from));
        }
        boolean indirect = words.take("*");
        Segment segment = null;
        if (words.peek().is("%")) {
            Operand register = register();
            if (register == null) {
                return null;
            }
            if (!(register instanceof SegReg named && words.take(":"))) {
                return new TextOperand.Register(register, words.since(from));
            }
            segment = named.segment();
        }
        if (words.peek().is("(")
                && words.peek(1).is("%")
                && words.peek(2).isName("dx")
                && words.peek(3).is(")")) {
            for (int i = 0; i < 4; i++) {
                words.next();
            }
            return new TextOperand.Register(new Reg(Operand.DX, 2), words.since(from));
        }
        boolean parentheses =
                words.peek().is("(") && (words.peek(1).is("%") || words.peek(1).is(","));
        Expression displacement = parentheses ? Expression.ZERO : words.expression();
        if (displacement == null) {
            return null;
        }
        TextOperand.Memory memory = TextOperand.Memory.at(displacement, words.since(from));
        if (words.peek().is("(")) {
            memory = parentheses(displacement, from);
            if (memory == null) {
                return null;
            }
        } else if (segment == null && !indirect) {
            return new TextOperand.Bare(displacement, false, words.since(from));
        }
        return memory.with(segment, 0, false, words.since(from));
    }

    private @Nullable Operand register() {
        int from = words.mark();
        words.next();
        Operand register = words.peek().kind() == Token.Kind.NAME
                ? Registers.of(words.next().text())
                : null;
        if (register == null) {
            words.error(
                    "assembly-operand",
                    words.since(from),
                    "after % the name of a register is expected",
                    Suggestions.hint(words.peek(-1).text(), Registers.names()));
        }
        return register;
    }

    /** {@code (base, index, scale)}. */
    private TextOperand.@Nullable Memory parentheses(Expression displacement, int from) {
        AddressReader address = new AddressReader(words);
        words.next();
        if (words.peek().is("%")) {
            if (words.peek(1).isName("rip") || words.peek(1).isName("eip")) {
                words.next();
                address.rip(words.next().isName("rip") ? 8 : 4);
            } else {
                if (!(register() instanceof Reg base)) {
                    return notGeneral(from);
                }
                address.base(base, words.since(from));
            }
        }
        if (words.take(",")) {
            if (!(words.peek().is("%") && register() instanceof Reg index)) {
                return notGeneral(from);
            }
            long scale = 1;
            if (words.take(",")) {
                Expression factor = words.expression();
                if (!(factor instanceof Num num)) {
                    words.error(
                            "assembly-address",
                            words.since(from),
                            "the factor of an index must be a number",
                            "1, 2, 4 or 8");
                    return null;
                }
                scale = num.value();
            }
            address.add(index, scale, words.since(from));
        }
        if (!words.take(")")) {
            words.error("assembly-syntax", words.peek().span(), "a ) is missing", "displacement(base, index, scale)");
            return null;
        }
        return address.memory(displacement, words.since(from));
    }

    private TextOperand.@Nullable Memory notGeneral(int from) {
        words.error(
                "assembly-address",
                words.since(from),
                "an address is made of general registers",
                "displacement(%base, %index, scale)");
        return null;
    }
}
