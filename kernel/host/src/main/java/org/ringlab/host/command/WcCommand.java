package org.ringlab.host.command;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code wc} of coreutils. */
final class WcCommand extends NamedCommand {
    /** The width of a number where the input's size isn't known before. */
    private static final int WIDE = 7;

    WcCommand() {
        super("wc", "wc [-lwcm] [FILE]...: count lines, words and bytes", "-l", "-w", "-c", "-m");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(args, "lwcm", "lines", "words", "bytes", "chars");
        if (options.complaint("wc").isPresent()) {
            return Texts.misuse(io, "wc", options.complaint("wc").get(), 1);
        }
        boolean lines = options.has("-l") || options.has("--lines");
        boolean words = options.has("-w") || options.has("--words");
        boolean characters = options.has("-m") || options.has("--chars");
        boolean bytes = options.has("-c") || options.has("--bytes");
        boolean usual = !lines && !words && !characters && !bytes;
        List<List<Long>> rows = new ArrayList<>();
        List<String> names = new ArrayList<>();
        long size = 0;
        boolean file = !options.operands().isEmpty() || io.in().isFile();
        List<Texts.Named> files = Texts.read("wc", options.operands(), session, io);
        for (Texts.Named one : files) {
            String text = one.content();
            List<Long> counts = new ArrayList<>();
            if (usual || lines) {
                counts.add(text.chars().filter(c -> c == '\n').count());
            }
            if (usual || words) {
                counts.add(text.isBlank() ? 0L : text.strip().split("\\s+").length);
            }
            if (characters) {
                counts.add((long) text.codePointCount(0, text.length()));
            }
            long length = text.getBytes(StandardCharsets.UTF_8).length;
            if (usual || bytes) {
                counts.add(length);
            }
            size += length;
            rows.add(counts);
            names.add(options.operands().isEmpty() ? "" : " " + one.name());
        }
        boolean single = options.operands().size() < 2
                && !rows.isEmpty()
                && rows.getFirst().size() == 1;
        int width = single ? 1 : file ? String.valueOf(size).length() : WIDE;
        for (int i = 0; i < rows.size(); i++) {
            io.out().line(row(rows.get(i), width) + names.get(i));
        }
        if (options.operands().size() > 1) {
            List<Long> total = new ArrayList<>();
            for (int column = 0; !rows.isEmpty() && column < rows.getFirst().size(); column++) {
                int at = column;
                total.add(rows.stream().mapToLong(row -> row.get(at)).sum());
            }
            io.out().line(row(total, width) + " total");
        }
        return files.size() < options.operands().size() ? 1 : 0;
    }

    private static String row(List<Long> counts, int width) {
        return String.join(
                " ",
                counts.stream().map(c -> Texts.right(String.valueOf(c), width)).toList());
    }
}
