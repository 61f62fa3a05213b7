package org.ringlab.cpu.code;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ringlab.common.Diagnostic;

/** What came of assembling a text. */
public final class Assembly {
    private static final int BYTES_A_LINE = 8;

    private final long address;
    private final byte[] image;
    private final List<Line> lines;
    private final Map<String, Long> labels;
    private final List<Diagnostic> diagnostics;

    /**
     * A line of the source that made bytes.
     *
     * @param number from 1
     * @param source as typed
     * @param address of its first byte
     * @param length bytes
     * @param mode how they are meant to be executed
     * @param code whether they are an instruction
     */
    public record Line(int number, String source, long address, int length, Mode mode, boolean code) {}

    Assembly(long address, byte[] image, List<Line> lines, Map<String, Long> labels, List<Diagnostic> diagnostics) {
        this.address = address;
        this.image = image;
        this.lines = List.copyOf(lines);
        this.labels = Map.copyOf(labels);
        this.diagnostics = List.copyOf(diagnostics);
    }

    /** Whether there were no errors. */
    public boolean ok() {
        return diagnostics.stream().noneMatch(d -> d.severity() == Diagnostic.Severity.ERROR);
    }

    /** Where the image belongs. */
    public long address() {
        return address;
    }

    /** The bytes; empty where there were errors. */
    public byte[] bytes() {
        return image.clone();
    }

    /** What each line became, in order. */
    public List<Line> lines() {
        return lines;
    }

    /** Addresses of labels and values of constants. */
    public Map<String, Long> labels() {
        return labels;
    }

    /** What is wrong with the text, or doubtful. */
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    /** The line whose bytes lie at an address. */
    public Optional<Line> lineAt(long at) {
        return lines.stream()
                .filter(line -> at >= line.address() && at < line.address() + line.length())
                .findFirst();
    }

    /** Address, bytes and source, a line each; empty where there were errors. */
    public String listing() {
        int digits =
                address + image.length > 0xFFFF_FFFFL || address < 0 ? 16 : address + image.length > 0xFFFF ? 8 : 4;
        List<String> out = new ArrayList<>();
        for (Line line : image.length == 0 ? List.<Line>of() : lines) {
            for (int from = 0; from < line.length(); from += BYTES_A_LINE) {
                StringBuilder bytes = new StringBuilder();
                for (int i = from; i < Math.min(from + BYTES_A_LINE, line.length()); i++) {
                    int b = image[(int) (line.address() - address) + i];
                    bytes.append(String.format(Locale.ROOT, "%02x ", b & 0xFF));
                }
                String where = String.format(Locale.ROOT, "%0" + digits + "x", line.address() + from);
                String text = from == 0
                        ? String.format(
                                Locale.ROOT,
                                "%s  %-24s %4d  %s",
                                where,
                                bytes,
                                line.number(),
                                line.source().strip())
                        : where + "  " + bytes.toString().stripTrailing();
                out.add(text);
                if (from + BYTES_A_LINE >= 4 * BYTES_A_LINE && from + BYTES_A_LINE < line.length()) {
                    out.add(" ".repeat(digits) + "  … " + line.length() + " bytes");
                    break;
                }
            }
        }
        return out.stream().collect(Collectors.joining("\n", "", out.isEmpty() ? "" : "\n"));
    }
}
