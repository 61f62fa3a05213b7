package org.ringlab.cpu.code;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.Span;
import org.ringlab.cpu.code.Expression.Binary;
import org.ringlab.cpu.code.Expression.Num;
import org.ringlab.cpu.code.Expression.Unary;
import org.ringlab.cpu.code.Operand.Reg;
import org.ringlab.cpu.code.Operand.SegReg;

/** Operands in Intel syntax. */
final class IntelReader {
    private static final Map<String, Integer> SIZES = Map.of(
            "byte", 1, "word", 2, "dword", 4, "fword", 6, "qword", 8, "tbyte", 10, "tword", 10, "xmmword", 16, "oword",
            16);

    private final Words words;

    IntelReader(Words words) {
        this.words = words;
    }

    /** An operand, or null with what is wrong told. */
    @Nullable
    TextOperand operand() {
        int from = words.mark();
        int size = 0;
        boolean far = false;
        boolean near = false;
        while (words.peek().kind() == Token.Kind.NAME) {
            String word = words.peek().text().toLowerCase(Locale.ROOT);
            boolean last =
                    words.peek(1).kind() == Token.Kind.END || words.peek(1).is(",");
            if (SIZES.containsKey(word) && !last) {
                size = SIZES.getOrDefault(word, 0);
            } else if (word.equals("far") && !last) {
                far = true;
            } else if (word.equals("short") && !last) {
                near = true;
            } else if (!(word.equals("ptr") || word.equals("near")) || last) {
                break;
            }
            words.next();
        }
        if (words.takeName("offset")) {
            Expression value = words.expression();
            return value == null ? null : new TextOperand.Immediate(value, words.since(from));
        }
        Segment segment = segment();
        if (words.peek().kind() == Token.Kind.NAME && Registers.of(words.peek().text()) instanceof Operand register) {
            words.next();
            return new TextOperand.Register(register, words.since(from));
        }
        if (words.peek().is("[")) {
            TextOperand.Memory memory = brackets(Expression.ZERO, from);
            return memory == null ? null : memory.with(segment, size, far, words.since(from));
        }
        Expression value = words.expression();
        if (value == null) {
            return null;
        }
        if (words.peek().is("[")) {
            TextOperand.Memory memory = brackets(value, from);
            return memory == null ? null : memory.with(segment, size, far, words.since(from));
        }
        if (words.take(":")) {
            Expression offset = words.expression();
            return offset == null ? null : new TextOperand.Far(value, offset, words.since(from));
        }
        Span span = words.since(from);
        return segment != null || size != 0 || far
                ? TextOperand.Memory.at(value, span).with(segment, size, far, span)
                : new TextOperand.Bare(value, near, span);
    }

    private @Nullable Segment segment() {
        if (words.peek(1).is(":") && Registers.of(words.peek().text()) instanceof SegReg named) {
            words.next();
            words.next();
            return named.segment();
        }
        return null;
    }

    /** One or more pairs of brackets, which add up. */
    private TextOperand.@Nullable Memory brackets(Expression outside, int from) {
        AddressReader address = new AddressReader(words);
        Expression sum = outside;
        Segment segment = null;
        while (words.take("[")) {
            Segment inside = segment();
            segment = inside == null ? segment : inside;
            boolean minus = words.take("-");
            do {
                Expression term = term(address, minus);
                if (term == null) {
                    return null;
                }
                sum = sum.equals(Expression.ZERO) ? term : new Binary("+", sum, term);
                minus = words.peek().is("-");
            } while (words.take("+") || words.take("-"));
            if (!words.take("]")) {
                words.error("assembly-syntax", words.peek().span(), "a ] is missing", "");
                return null;
            }
        }
        TextOperand.Memory memory = address.memory(sum, words.since(from));
        return memory == null ? null : memory.with(segment, 0, false, memory.span());
    }

    /** A term; registers go to the address and leave 0. */
    private @Nullable Expression term(AddressReader address, boolean minus) {
        int from = words.mark();
        Long factor = null;
        if (words.peek().kind() == Token.Kind.NUMBER && words.peek(1).is("*") && register(words.peek(2)) != null) {
            factor = words.next().number();
            words.next();
        }
        Token token = words.peek();
        if (token.isName("rip") || token.isName("eip")) {
            words.next();
            address.rip(token.isName("rip") ? 8 : 4);
            return Expression.ZERO;
        }
        Reg register = register(token);
        if (register == null) {
            Expression term = words.term();
            return term == null ? null : minus ? new Unary("-", term) : term;
        }
        words.next();
        if (words.take("*")) {
            Expression scale = words.unary();
            if (!(scale instanceof Num num)) {
                words.error(
                        "assembly-address",
                        words.since(from),
                        "the factor of an index must be a number",
                        "1, 2, 4 or 8");
                return null;
            }
            factor = num.value();
        }
        if (minus) {
            words.error("assembly-address", words.since(from), "a register can't be taken away in an address", "");
            return null;
        }
        address.add(register, factor, words.since(from));
        return address.good() ? Expression.ZERO : null;
    }

    private static @Nullable Reg register(Token token) {
        return token.kind() == Token.Kind.NAME && Registers.of(token.text()) instanceof Reg reg ? reg : null;
    }
}
