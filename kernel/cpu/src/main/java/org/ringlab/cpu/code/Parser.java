package org.ringlab.cpu.code;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.Diagnostic;
import org.ringlab.common.Span;
import org.ringlab.cpu.code.Expression.Num;
import org.ringlab.cpu.code.Operand.SegReg;
import org.ringlab.cpu.code.Statement.Item;

/** From the text of a program to its statements. */
final class Parser {
    private static final Map<String, Integer> DATA = Map.ofEntries(
            Map.entry(".byte", 1),
            Map.entry(".2byte", 2),
            Map.entry(".4byte", 4),
            Map.entry(".8byte", 8),
            Map.entry(".word", 2),
            Map.entry(".short", 2),
            Map.entry(".hword", 2),
            Map.entry(".value", 2),
            Map.entry(".long", 4),
            Map.entry(".int", 4),
            Map.entry(".quad", 8),
            Map.entry("db", 1),
            Map.entry("dw", 2),
            Map.entry("dd", 4),
            Map.entry("dq", 8));

    private static final Set<String> OTHER = Set.of(
            ".code16",
            ".code32",
            ".code64",
            ".org",
            ".ascii",
            ".asciz",
            ".string",
            ".space",
            ".skip",
            ".zero",
            ".fill",
            ".align",
            ".balign",
            ".p2align",
            ".equ",
            ".set",
            ".intel_syntax",
            ".att_syntax",
            ".global",
            ".globl",
            ".text",
            ".data",
            ".section",
            "bits",
            "org",
            "align",
            "times",
            "equ",
            "use16",
            "use32",
            "use64");

    /** Only linkers need them. */
    private static final Set<String> IGNORED = Set.of(
            ".global",
            ".globl",
            ".text",
            ".data",
            ".section",
            ".type",
            ".size",
            ".file",
            ".extern",
            ".ident",
            ".arch",
            ".p2alignl",
            "global",
            "section",
            "extern");

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
            } else if (token.kind() == Token.Kind.NAME && namesWithoutColon(words.peek(1)) && !directive(token)) {
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
                        && (DATA.containsKey(lower(next)) && !lower(next).startsWith(".")
                                || next.isName("equ")
                                || next.isName("times"))
                || next.is("=");
    }

    private static boolean directive(Token token) {
        return OTHER.contains(lower(token)) || DATA.containsKey(lower(token));
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
            skip(words);
            return null;
        }
        String word = lower(name);
        if (DATA.containsKey(word)) {
            words.next();
            return data(words, DATA.getOrDefault(word, 1), from);
        }
        if (OTHER.contains(word) || IGNORED.contains(word)) {
            words.next();
            return directive(words, word, from);
        }
        if (word.startsWith(".")) {
            words.error(
                    "assembly-directive",
                    name.span(),
                    "there is no directive " + name.text() + " here",
                    Suggestions.hint(name.text(), directives()));
            skip(words);
            return null;
        }
        return machine(words, from);
    }

    private static Set<String> directives() {
        Set<String> all = new TreeSet<>(OTHER);
        all.addAll(DATA.keySet());
        return all;
    }

    private static void skip(Words words) {
        while (!words.atEnd()) {
            words.next();
        }
    }

    private @Nullable Statement data(Words words, int size, int from) {
        List<Item> items = new ArrayList<>();
        do {
            int start = words.mark();
            if (words.peek().kind() == Token.Kind.STRING
                    && (words.peek(1).is(",") || words.peek(1).kind() == Token.Kind.END)) {
                Token string = words.next();
                byte[] bytes = string.text().getBytes(StandardCharsets.UTF_8);
                boolean character = bytes.length <= size && size > 1;
                items.add(new Item(character ? null : bytes, new Num(string.number()), string.span()));
                continue;
            }
            Expression value = words.expression();
            if (value == null) {
                skip(words);
                return null;
            }
            items.add(new Item(null, value, words.since(start)));
        } while (words.take(","));
        return new Statement.Data(size, items, words.since(from));
    }

    private @Nullable Statement directive(Words words, String name, int from) {
        switch (name) {
            case ".code16", "use16" -> mode = Mode.BITS16;
            case ".code32", "use32" -> mode = Mode.BITS32;
            case ".code64", "use64" -> mode = Mode.BITS64;
            case ".intel_syntax" -> {
                syntax = Syntax.INTEL;
                skip(words);
            }
            case ".att_syntax" -> {
                syntax = Syntax.ATT;
                skip(words);
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
                    skip(words);
                    return null;
                }
                Expression value = words.expression();
                if (value != null) {
                    define(symbol, value);
                }
            }
            case ".ascii", ".asciz", ".string" -> {
                return strings(words, !name.equals(".ascii"), from);
            }
            case ".space", ".skip", ".zero", ".fill", ".align", ".balign", ".p2align", ".org", "org", "align" -> {
                return place(words, name, from);
            }
            case "times" -> {
                Expression count = words.expression();
                Statement what = count == null || words.atEnd() ? null : statement(words);
                return count == null || what == null ? null : new Statement.Times(count, what, words.since(from));
            }
            default -> skip(words);
        }
        return null;
    }

    private @Nullable Statement strings(Words words, boolean zero, int from) {
        List<Item> items = new ArrayList<>();
        do {
            Token token = words.next();
            if (token.kind() != Token.Kind.STRING) {
                words.error("assembly-syntax", token.span(), "a string in double quotes is expected", "");
                skip(words);
                return null;
            }
            items.add(new Item(
                    (token.text() + (zero ? "\0" : "")).getBytes(StandardCharsets.UTF_8),
                    Expression.ZERO,
                    token.span()));
        } while (words.take(","));
        return new Statement.Data(1, items, words.since(from));
    }

    private @Nullable Statement place(Words words, String name, int from) {
        List<Expression> values = new ArrayList<>();
        do {
            Expression value = words.expression();
            if (value == null) {
                skip(words);
                return null;
            }
            values.add(value);
        } while (words.take(","));
        Expression first = values.getFirst();
        Expression second = values.size() > 1 ? values.get(1) : null;
        Span span = words.since(from);
        return switch (name) {
            case ".org", "org" -> new Statement.Origin(first, span);
            case ".align", ".balign", "align" -> new Statement.Align(first, second, false, span);
            case ".p2align" -> new Statement.Align(first, second, true, span);
            case ".fill" -> {
                Expression size = second == null ? new Num(1) : second;
                Expression value = values.size() > 2 ? values.get(2) : Expression.ZERO;
                int bytes = size instanceof Num num && num.value() > 0 && num.value() <= 8 ? (int) num.value() : 1;
                yield new Statement.Times(
                        first, new Statement.Data(bytes, List.of(new Item(null, value, span)), span), span);
            }
            default -> new Statement.Space(first, second == null ? Expression.ZERO : second, span);
        };
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
            String extension = otherSyntax(name).isEmpty() ? Mnemonics.notSimulated(name.text()) : "";
            words.error(
                    "assembly-mnemonic",
                    name.span(),
                    extension.isEmpty()
                            ? "there is no instruction '" + name.text() + "'"
                            : "not simulated: " + name.text() + " (" + extension + ")",
                    otherSyntax(name).isEmpty() ? Suggestions.hint(name.text(), Mnemonics.names()) : otherSyntax(name));
            skip(words);
            return null;
        }
        List<TextOperand> operands = new ArrayList<>();
        while (!words.atEnd()) {
            TextOperand operand =
                    syntax == Syntax.ATT ? new AttReader(words).operand() : new IntelReader(words).operand();
            if (operand == null) {
                skip(words);
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

    private String otherSyntax(Token name) {
        Syntax other = syntax == Syntax.ATT ? Syntax.INTEL : Syntax.ATT;
        return Mnemonics.of(name.text(), other) == null
                ? ""
                : other == Syntax.ATT
                        ? "it is AT&T's; write .att_syntax first, or Intel's mnemonic without the letter for the size"
                        : "it is Intel's; write .intel_syntax first";
    }
}
