package org.ringlab.cpu.code;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.Diagnostic;

/**
 * The assembler of the simulated machine: GNU as for the subset, in Intel and AT&amp;T syntax, with NASM's {@code db} and
 * relatives. Makes flat images; there is no linker.
 *
 * <p>A comment begins with {@code #}, {@code ;} or {@code //}. Operators bind as in C. {@code .org} sets the address of the
 * first byte where nothing was written yet, later it fills up to an address (or, where the value is less than the first
 * byte's address, to that distance from it).
 */
public final class Assembler {
    /** The longest text that is read, in characters. */
    public static final int MOST_TEXT = 1 << 20;

    /**
     * How to assemble.
     *
     * @param mode of the code until a directive changes it
     * @param syntax null: found out from the text
     * @param address of the first byte, unless the text has an {@code .org} there
     * @param mostBytes of the image
     */
    public record Options(Mode mode, @Nullable Syntax syntax, long address, int mostBytes) {
        /** An image at 0, of at most a MiB, in the syntax that the text seems to be in. */
        public static Options of(Mode mode) {
            return new Options(mode, null, 0, 1 << 20);
        }

        /** The same at another address. */
        public Options at(long first) {
            return new Options(mode, syntax, first, mostBytes);
        }
    }

    private Assembler() {}

    /** The program of a text; never throws for any text. */
    public static Assembly assemble(String text, Options options) {
        List<Diagnostic> diagnostics = new ArrayList<>();
        if (text.length() > MOST_TEXT) {
            diagnostics.add(Diagnostic.error(
                    "assembly-limit", null, "the text is longer than " + MOST_TEXT + " characters", ""));
            return new Assembly(options.address(), new byte[0], List.of(), Map.of(), diagnostics);
        }
        Syntax syntax = options.syntax() == null ? syntaxOf(text) : options.syntax();
        Parser parser = new Parser(options.mode(), syntax, diagnostics);
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size() && diagnostics.size() < MOST_DIAGNOSTICS; i++) {
            parser.line(lines.get(i), i + 1);
        }
        return new Layout(parser, lines, options, diagnostics).assembly();
    }

    /** More would help nobody. */
    static final int MOST_DIAGNOSTICS = 100;

    /** AT&amp;T's if a register has a percent sign or a number a dollar sign; else Intel's. */
    static Syntax syntaxOf(String text) {
        for (String line : text.lines().toList()) {
            List<Token> tokens = Lexer.tokens(line, 1, new ArrayList<>());
            for (int i = 0; i + 1 < tokens.size(); i++) {
                Token next = tokens.get(i + 1);
                boolean adjacent = next.span().column() == tokens.get(i).span().column() + 1;
                boolean register = next.kind() == Token.Kind.NAME
                        && (Registers.of(next.text()) != null
                                || next.text().toLowerCase(Locale.ROOT).endsWith("ip"));
                boolean value = next.kind() == Token.Kind.NUMBER || next.kind() == Token.Kind.NAME;
                if (adjacent
                        && (tokens.get(i).is("%") && register || tokens.get(i).is("$") && value)) {
                    return Syntax.ATT;
                }
            }
        }
        return Syntax.INTEL;
    }
}
