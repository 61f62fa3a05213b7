package org.ringlab.cpu.code;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.Diagnostic;
import org.ringlab.common.Span;
import org.ringlab.cpu.code.Operand.SegReg;

/** From the text of a program to its statements. */
final class Parser {
    private final List<Diagnostic> diagnostics;
    private final LocalLabels locals = new LocalLabels();
    private final List<Statement> statements = new ArrayList<>();
    private final Map<String, Expression> constants = new LinkedHashMap<>();
    private final Map<String, Span> defined = new LinkedHashMap<>();
    private Mode mode;
    private Syntax syntax;

    Parser(Mode mode, Syntax syntax, List<Diagnostic> diagnostics) {
        this.mode = mode;
        this.syntax = syntax;
        this.diagnostics = diagnostics;
    }

    List<Statement> statements() {
        return statements;
    }

    Map<String, Expression> constants() {
        return constants;
    }

    Map<String, Span> defined() {
        return defined;
    }

    void line(String text, int number) {
        Words words = new Words(Lexer.tokens(text, number, diagnostics), locals, diagnostics);
        labels(words);
        if (words.atEnd()) {
            return;
        }
        int before = diagnostics.size();
        Statement statement = statement(words);
        if (statement != null) {
            statements.add(statement);
        }
        if (!words.atEnd() && diagnostics.size() == before) {
            words.error(
                    "assembly-syntax",
                    words.peek().span(),
                    "'" + words.peek().text() + "' is too much here",
                    "operands are separated by commas; one statement a line");
        }
    }

    private void labels(Words words) {
        while (true) {
            Token token = words.peek();
            if (words.peek(1).is(":") && token.kind() == Token.Kind.NUMBER) {
                statements.add(new Statement.Label(locals.define(token.number()), token.span()));
            } else if (words.peek(1).is(":") && token.kind() == Token.Kind.NAME && !segmentPrefix(words)) {
                define(token, null);
            } else if (token.kind() == Token.Kind.NAME
                    && namesWithoutColon(words.peek(1))
                    && !Directives.is(lower(token))) {
                if (words.peek(1).isName("equ") || words.peek(1).is("=")) {
                    words.next();
                    words.next();
                    define(token, words.expression());
                    continue;
                }
                define(token, null);
                words.next();
                return;
            } else {
                return;
            }
            words.next();
            words.next();
        }
    }

    /** {@code es: movsb}, as a prefix. */
    private static boolean segmentPrefix(Words words) {
        return Registers.of(words.peek().text()) instanceof SegReg;
    }

    private static boolean namesWithoutColon(Token next) {
        return next.kind() == Token.Kind.NAME
                        && (Directives.size(lower(next)) > 0 && !lower(next).startsWith(".")
                                || next.isName("equ")
                                || next.isName("times"))
                || next.is("=");
    }

    private static String lower(Token token) {
        return token.text().toLowerCase(Locale.ROOT);
    }

    private void define(Token name, @Nullable Expression value) {
        Span first = defined.putIfAbsent(name.text(), name.span());
        if (Registers.of(name.text()) != null) {
            error("assembly-label", name.span(), "'" + name.text() + "' is a register and can't be a label", "");
        } else if (first != null) {
            error(
                    "assembly-label",
                    name.span(),
                    "'" + name.text() + "' is already defined",
                    "the first one is in line " + first.line());
        } else if (value != null) {
            // A point in it is this place, wherever the constant is used.
            String place = "(" + name.text() + ")";
            statements.add(new Statement.Label(place, name.span()));
            constants.put(name.text(), value.with(new Expression.Name(place, name.span())));
        } else {
            statements.add(new Statement.Label(name.text(), name.span()));
        }
    }

    private void error(String code, Span span, String fact, String hint) {
        diagnostics.add(Diagnostic.error(code, span, fact, hint));
    }

    private @Nullable Statement statement(Words words) {
        int from = words.mark();
        if (words.take("[")) {
            // NASM's [bits 16] and [org 0x7c00].
            Statement inner = statement(words);
            words.take("]");
            return inner;
        }
        Token name = words.peek();
        if (name.kind() != Token.Kind.NAME) {
            words.error(
                    "assembly-syntax", name.span(), "a line begins with a label, an instruction or a directive", "");
            words.skip();
            return null;
        }
        String word = lower(name);
        if (Directives.is(word) || Directives.ignored(word)) {
            words.next();
            return directive(words, word, from);
        }
        if (word.startsWith(".")) {
            words.error(
                    "assembly-directive",
                    name.span(),
                    "there is no directive " + name.text() + " here",
                    Suggestions.hint(name.text(), Directives.names()));
            words.skip();
            return null;
        }
        return machine(words, from);
    }

    private @Nullable Statement directive(Words words, String name, int from) {
        switch (name) {
            case ".code16", "use16" -> mode = Mode.BITS16;
            case ".code32", "use32" -> mode = Mode.BITS32;
            case ".code64", "use64" -> mode = Mode.BITS64;
            case ".intel_syntax" -> {
                syntax = Syntax.INTEL;
                words.skip();
            }
            case ".att_syntax" -> {
                syntax = Syntax.ATT;
                words.skip();
            }
            case "bits" -> {
                long bits = words.next().number();
                if (bits == 16 || bits == 32 || bits == 64) {
                    mode = bits == 16 ? Mode.BITS16 : bits == 32 ? Mode.BITS32 : Mode.BITS64;
                } else {
                    words.error("assembly-directive", words.since(from), "bits is followed by 16, 32 or 64", "");
                }
            }
            case ".equ", ".set" -> {
                Token symbol = words.next();
                if (symbol.kind() != Token.Kind.NAME || !words.take(",")) {
                    words.error("assembly-syntax", words.since(from), name + " wants a name, a comma and a value", "");
                    words.skip();
                    return null;
                }
                Expression value = words.expression();
                if (value != null) {
                    define(symbol, value);
                }
            }
            case "times" -> {
                Expression count = words.expression();
                Statement what = count == null || words.atEnd() ? null : statement(words);
                return count == null || what == null ? null : new Statement.Times(count, what, words.since(from));
            }
            default -> {
                return Directives.read(words, name, from);
            }
        }
        return null;
    }

    private @Nullable Statement machine(Words words, int from) {
        Repeat repeat = Repeat.NONE;
        boolean lock = false;
        int operandSize = 0;
        int addressSize = 0;
        Segment segment = null;
        while (words.peek().kind() == Token.Kind.NAME) {
            String word = lower(words.peek());
            boolean alone = words.peek(1).kind() == Token.Kind.END;
            if (alone) {
                break;
            }
            switch (word) {
                case "lock" -> lock = true;
                case "rep", "repe", "repz" -> repeat = Repeat.REP;
                case "repne", "repnz" -> repeat = Repeat.REPNE;
                case "data16" -> operandSize = 2;
                case "data32" -> operandSize = 4;
                case "data64" -> operandSize = 8;
                case "addr16" -> addressSize = 2;
                case "addr32" -> addressSize = 4;
                default -> {
                    if (Registers.of(word) instanceof SegReg named) {
                        segment = named.segment();
                        words.next();
                        words.take(":");
                        continue;
                    }
                    return machine(words, from, repeat, lock, operandSize, addressSize, segment);
                }
            }
            words.next();
        }
        return machine(words, from, repeat, lock, operandSize, addressSize, segment);
    }

    private @Nullable Statement machine(
            Words words,
            int from,
            Repeat repeat,
            boolean lock,
            int operandSize,
            int addressSize,
            @Nullable Segment segment) {
        Token name = words.next();
        Mnemonics.Meaning meaning = Mnemonics.of(name.text(), syntax);
        if (meaning == null) {
            unknown(words, name);
            words.skip();
            return null;
        }
        List<TextOperand> operands = new ArrayList<>();
        while (!words.atEnd()) {
            TextOperand operand =
                    syntax == Syntax.ATT ? new AttReader(words).operand() : new IntelReader(words).operand();
            if (operand == null) {
                words.skip();
                return null;
            }
            operands.add(operand);
            if (!words.take(",")) {
                break;
            }
            if (words.atEnd()) {
                words.error("assembly-syntax", words.peek().span(), "after the comma an operand is missing", "");
                return null;
            }
        }
        Op op = meaning.op();
        boolean far = (op == Op.JMP_FAR || op == Op.CALL_FAR) && operands.size() == 2;
        if (far
                && operands.get(0) instanceof TextOperand.Immediate selector
                && operands.get(1) instanceof TextOperand.Immediate offset) {
            operands = List.of(new TextOperand.Far(selector.value(), offset.value(), words.since(from)));
        } else if (syntax == Syntax.ATT && op != Op.ENTER && op != Op.BOUND) {
            Collections.reverse(operands);
        }
        return new Statement.Machine(
                lower(name),
                meaning,
                List.copyOf(operands),
                repeat,
                lock,
                operandSize,
                addressSize,
                segment,
                mode,
                syntax,
                words.since(from));
    }

    private void unknown(Words words, Token name) {
        String other = otherSyntax(name);
        String extension = other.isEmpty() ? Mnemonics.notSimulated(name.text()) : "";
        if (!extension.isEmpty()) {
            words.error("assembly-mnemonic", name.span(), "not simulated: " + name.text() + " (" + extension + ")", "");
            return;
        }
        Token next = words.peek();
        boolean label = next.kind() == Token.Kind.NAME && Mnemonics.of(next.text(), syntax) != null;
        words.error(
                "assembly-mnemonic",
                name.span(),
                "there is no instruction '" + name.text() + "'",
                !other.isEmpty()
                        ? other
                        : label
                                ? "a label ends with a colon: " + name.text() + ":"
                                : lower(name).matches("res[bwdq]")
                                        ? ".space N reserves N bytes"
                                        : Suggestions.hint(name.text(), Mnemonics.names()));
    }

    private String otherSyntax(Token name) {
        Syntax other = syntax == Syntax.ATT ? Syntax.INTEL : Syntax.ATT;
        return Mnemonics.of(name.text(), other) == null
                ? ""
                : other == Syntax.ATT
                        ? "it is AT&T's; write .att_syntax first, or Intel's mnemonic without the letter for the size"
                        : "it is Intel's; write .intel_syntax first";
    }
}
