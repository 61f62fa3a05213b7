package org.ringlab.cpu.code;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.Diagnostic;
import org.ringlab.common.Span;
import org.ringlab.cpu.code.Expression.Value;
import org.ringlab.cpu.code.Statement.Item;

/**
 * Gives statements their addresses and bytes: over and over until no address changes any more. Branches begin short and
 * only ever grow, so that this ends.
 */
final class Layout {
    private static final int MOST_PASSES = 64;
    private static final byte NOP = (byte) 0x90;

    private final Parser parser;
    private final List<String> source;
    private final Assembler.Options options;
    private final List<Diagnostic> read;

    private final Map<String, Long> addresses = new HashMap<>();
    private final Set<String> resolving = new HashSet<>();
    private List<Diagnostic> told = new ArrayList<>();
    private final int[] least;
    private byte[] image = new byte[256];
    private int length;
    private long start;
    private long here;
    private boolean full;

    Layout(Parser parser, List<String> source, Assembler.Options options, List<Diagnostic> read) {
        this.parser = parser;
        this.source = source;
        this.options = options;
        this.read = read;
        this.least = new int[parser.statements().size()];
        this.start = options.address();
    }

    Assembly assembly() {
        List<Assembly.Line> lines = new ArrayList<>();
        boolean moved = true;
        for (int pass = 0; moved && !full; pass++) {
            if (pass == MOST_PASSES) {
                error(
                        "assembly-range",
                        parser.statements().getFirst().span(),
                        "the addresses never come to rest",
                        "a size or .org depends on an address that depends on it");
                break;
            }
            told = new ArrayList<>();
            lines.clear();
            moved = pass(lines);
        }
        List<Diagnostic> all = new ArrayList<>(read);
        all.addAll(told);
        all.sort((a, b) -> {
            Span x = a.span();
            Span y = b.span();
            return x == null || y == null ? 0 : x.line() != y.line() ? x.line() - y.line() : x.column() - y.column();
        });
        boolean failed = all.stream().anyMatch(d -> d.severity() == Diagnostic.Severity.ERROR);
        Map<String, Long> labels = new LinkedHashMap<>();
        for (String name : parser.defined().keySet()) {
            Value value = name(name);
            if (value != null) {
                labels.put(name, value.number());
            }
        }
        return new Assembly(
                start,
                failed ? new byte[0] : Arrays.copyOf(image, length),
                lines,
                labels,
                all.size() > Assembler.MOST_DIAGNOSTICS ? all.subList(0, Assembler.MOST_DIAGNOSTICS) : all);
    }

    /** Everything once; returns whether an address changed. */
    private boolean pass(List<Assembly.Line> lines) {
        boolean moved = false;
        length = 0;
        for (int i = 0; i < parser.statements().size() && !full; i++) {
            Statement statement = parser.statements().get(i);
            here = start + length;
            if (statement instanceof Statement.Label label) {
                Long before = addresses.put(label.name(), here);
                moved |= before == null || before != here;
                continue;
            }
            int from = length;
            write(statement, i);
            if (length > from) {
                Mode mode = statement instanceof Statement.Machine machine ? machine.mode() : Mode.BITS32;
                int line = statement.span().line();
                lines.add(new Assembly.Line(
                        line,
                        source.get(line - 1),
                        start + from,
                        length - from,
                        mode,
                        statement instanceof Statement.Machine));
            }
        }
        return moved;
    }

    private void write(Statement statement, int index) {
        switch (statement) {
            case Statement.Label label -> {}
            case Statement.Machine machine -> {
                Selection selection = new Selection(
                        machine, here, start, this::name, parser.defined().keySet(), told);
                byte[] bytes = selection.bytes(least[index]);
                if (bytes != null) {
                    if (selection.branches()) {
                        least[index] = Math.max(least[index], bytes.length);
                    }
                    put(bytes, statement.span());
                } else if (selection.branches()) {
                    put(new byte[2], statement.span()); // so that what it tells of distances is right
                }
            }
            case Statement.Data data -> data.items().forEach(item -> write(data.size(), item));
            case Statement.Space space ->
                fill(number(space.count(), space.span()), fillByte(space.fill(), space.span()), space.span());
            case Statement.Align align -> align(align);
            case Statement.Origin origin -> origin(origin);
            case Statement.Times times -> {
                long count = number(times.count(), times.span());
                if (count < 0 || count > options.mostBytes()) {
                    error(
                            "assembly-range",
                            times.span(),
                            "repeated " + count + " times",
                            "0 to " + options.mostBytes());
                }
                for (long i = 0; i < count && count <= options.mostBytes() && !full; i++) {
                    write(times.what(), index);
                }
            }
        }
    }

    private void write(int size, Item item) {
        byte[] given = item.bytes();
        if (given != null) {
            int padded = (given.length + size - 1) / size * size;
            put(Arrays.copyOf(given, padded), item.span());
            return;
        }
        long value = number(item.value(), item.span());
        boolean fits = size == 8 || Matching.fits(value, size) || value >>> 8 * size == 0;
        if (!fits) {
            error(
                    "assembly-range",
                    item.span(),
                    Disassembler.number(value) + " doesn't fit into " + size + (size == 1 ? " byte" : " bytes"),
                    "");
        }
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (value >> 8 * i);
        }
        put(bytes, item.span());
    }

    private void align(Statement.Align align) {
        long given = number(align.boundary(), align.span());
        long boundary = align.power() && given >= 0 && given < 32 ? 1L << given : given;
        if (boundary < 1 || Long.bitCount(boundary) != 1 || boundary > options.mostBytes()) {
            error("assembly-range", align.span(), "can't align to " + boundary, "a power of two");
            return;
        }
        Expression filling = align.fill();
        byte fill = filling == null ? NOP : fillByte(filling, align.span());
        fill(-(here + 0) & boundary - 1, fill, align.span());
    }

    private void origin(Statement.Origin origin) {
        long to = number(origin.address(), origin.span());
        if (to < 0 && -to <= options.mostBytes()) {
            error("assembly-range", origin.span(), "an address of " + to, "it can't be negative");
            return;
        }
        if (length == 0) {
            start = to;
            here = to;
            return;
        }
        long distance = Long.compareUnsigned(to, start) >= 0 ? to - here : start + to - here;
        if (distance < 0) {
            error(
                    "assembly-range",
                    origin.span(),
                    "can't go back to " + Disassembler.number(to) + ": this is already " + Disassembler.number(here),
                    "what stands before is " + -distance + " bytes too long");
            return;
        }
        fill(distance, (byte) 0, origin.span());
    }

    private byte fillByte(Expression fill, Span span) {
        return (byte) number(fill, span);
    }

    private long number(Expression expression, Span span) {
        Value value = expression.value(here, start, this::name);
        String problem = value.problem();
        if (problem != null) {
            error(
                    "assembly-label",
                    span,
                    problem,
                    Suggestions.hint(unknown(problem), parser.defined().keySet()));
        }
        return value.number();
    }

    private static String unknown(String problem) {
        int from = problem.indexOf('\'');
        return from < 0 ? "" : problem.substring(from + 1, problem.length() - 1);
    }

    /** A label's address or constant's value; null for an unknown name. */
    private @Nullable Value name(String name) {
        Expression constant = parser.constants().get(name);
        if (constant != null) {
            if (!resolving.add(name)) {
                return new Value(0, 0, "'" + name + "' is defined by itself");
            }
            Value value = constant.value(here, start, this::name);
            resolving.remove(name);
            return value;
        }
        Long address = addresses.get(name);
        if (address != null) {
            return new Value(address, 1, null);
        }
        // In the first pass labels further down aren't known: this place is as good a guess as any.
        boolean later = parser.defined().containsKey(name)
                || LocalLabels.isOne(name)
                        && parser.statements().stream()
                                .anyMatch(s -> s instanceof Statement.Label label
                                        && label.name().equals(name));
        return later ? new Value(here, 1, null) : null;
    }

    private void fill(long count, byte with, Span span) {
        if (count < 0 || count > options.mostBytes() - length) {
            if (count < 0) {
                error("assembly-range", span, "a size of " + count + " bytes", "it can't be negative");
            } else {
                tooLarge(span);
            }
            return;
        }
        byte[] bytes = new byte[(int) count];
        Arrays.fill(bytes, with);
        put(bytes, span);
    }

    private void put(byte[] bytes, Span span) {
        if (length + bytes.length > options.mostBytes()) {
            tooLarge(span);
            return;
        }
        if (length + bytes.length > image.length) {
            image = Arrays.copyOf(image, Math.max(2 * image.length, length + bytes.length));
        }
        System.arraycopy(bytes, 0, image, length, bytes.length);
        length += bytes.length;
        here = start + length;
    }

    private void tooLarge(Span span) {
        full = true;
        error("assembly-limit", span, "the image gets larger than " + options.mostBytes() + " bytes", "");
    }

    private void error(String code, Span span, String fact, String hint) {
        told.add(Diagnostic.error(code, span, fact, hint));
    }
}
