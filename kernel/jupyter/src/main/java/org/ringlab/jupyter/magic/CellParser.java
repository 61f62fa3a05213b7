package org.ringlab.jupyter.magic;

import io.github.spencerpark.jupyter.kernel.magic.CellMagicParseContext;
import io.github.spencerpark.jupyter.kernel.magic.LineMagicParseContext;
import io.github.spencerpark.jupyter.kernel.magic.MagicParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.host.shell.LookAlikes;

/**
 * Takes a cell apart: one cell magic, or pieces of Java and line magics in their order.
 *
 * <p>The base library's parser reads the magics; it only knows cell magics with a body, so those without are read as if
 * their body were one empty line.
 */
public final class CellParser {
    private final MagicParser parser = new MagicParser("^\\s*%", "%%");

    /** A part of a cell. */
    public sealed interface Part {
        /**
         * Java code.
         *
         * @param firstLine the line of the cell, from 1, it begins on
         */
        record Java(String code, int firstLine) implements Part {}

        /**
         * {@code %name arguments}.
         *
         * @param rest everything after the name, as typed
         * @param line its line in the cell, from 1
         */
        record Line(String name, List<String> arguments, String rest, int line) implements Part {}

        /** {@code %%name arguments} and the lines below it. */
        record Whole(String name, List<String> arguments, String rest, String body) implements Part {}

        /**
         * A first word that would be a magic if it weren't typed in full-width characters.
         *
         * @param typed the word
         * @param plain the word in plain ones
         */
        record FullWidth(String typed, String plain) implements Part {}

        /** {@code name?}: what is known of a name. */
        record Question(String name) implements Part {}
    }

    /** The parts of a cell; none where it is blank. */
    public List<Part> parse(String cell) {
        if (cell.isBlank()) {
            return List.of();
        }
        Optional<Part.FullWidth> fullWidth = fullWidth(cell.strip().split("[ \\t\\n]", 2)[0]);
        if (fullWidth.isPresent()) {
            return List.of(fullWidth.get());
        }
        if (cell.startsWith("%%")) {
            return List.of(whole(cell));
        }
        String question = cell.strip();
        if (question.matches("%{0,2}[\\w.$]+\\?")) {
            return List.of(new Part.Question(question.substring(0, question.length() - 1)));
        }
        List<Part> parts = new ArrayList<>();
        StringBuilder java = new StringBuilder();
        int firstJava = 1;
        List<String> lines = cell.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            Optional<Part.Line> magic = line(lines.get(i), i + 1);
            if (magic.isPresent()) {
                addJava(parts, java, firstJava);
                parts.add(magic.get());
                firstJava = i + 2;
            } else {
                java.append(lines.get(i)).append('\n');
            }
        }
        addJava(parts, java, firstJava);
        return parts;
    }

    /** Chinese input methods write ％ for %, and a wide space. */
    private static Optional<Part.FullWidth> fullWidth(String word) {
        StringBuilder plain = new StringBuilder();
        word.chars().forEach(c -> plain.append(LookAlikes.meant(c).orElse(Character.toString(c))));
        boolean magic = plain.indexOf("%") == 0 && !plain.toString().equals(word);
        return magic ? Optional.of(new Part.FullWidth(word, plain.toString())) : Optional.empty();
    }

    private static void addJava(List<Part> parts, StringBuilder java, int firstLine) {
        if (!java.toString().isBlank()) {
            parts.add(new Part.Java(java.toString(), firstLine));
        }
        java.setLength(0);
    }

    private Part whole(String cell) {
        CellMagicParseContext context = parser.parseCellMagic(cell);
        if (context == null) {
            context = parser.parseCellMagic(cell.lines().findFirst().orElse("") + "\n\n");
        }
        if (context == null) {
            return new Part.Whole("", List.of(), "", ""); // no name after the signs
        }
        String name = context.getMagicCall().getName();
        String rest = context.getRawArgsLine().substring("%%".length()).strip();
        return new Part.Whole(
                name,
                context.getMagicCall().getArgs(),
                rest.substring(Math.min(name.length(), rest.length())).strip(),
                context.getMagicCall().getBody());
    }

    private Optional<Part.Line> line(String text, int number) {
        List<Part.Line> found = new ArrayList<>();
        parser.transformLineMagics(text, context -> {
            found.add(line(context, number));
            return "";
        });
        return found.stream().findFirst();
    }

    private static Part.Line line(LineMagicParseContext context, int number) {
        String name = context.getMagicCall().getName();
        String raw = context.getRaw().strip();
        int at = raw.indexOf(name);
        String rest = at < 0 ? "" : raw.substring(at + name.length()).strip();
        return new Part.Line(name, context.getMagicCall().getArgs(), rest, number);
    }
}
