package org.ringlab.service.gradebook;

import java.util.List;
import java.util.stream.Collectors;

/** Tables as RFC 4180 text that spreadsheets open without running anything. */
public final class Csv {
    /** Tells spreadsheets that the text is UTF-8. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private Csv() {}

    /** The rows, each ended by CR LF, after a byte order mark. */
    public static String of(List<List<String>> rows) {
        return rows.stream()
                .map(row -> row.stream().map(Csv::field).collect(Collectors.joining(",", "", "\r\n")))
                .collect(Collectors.joining("", BYTE_ORDER_MARK, ""));
    }

    private static String field(String text) {
        String harmless = startsFormula(text) ? "'" + text : text;
        boolean plain = harmless.chars().noneMatch(c -> c == '"' || c == ',' || c == '\r' || c == '\n');
        return plain ? harmless : '"' + harmless.replace("\"", "\"\"") + '"';
    }

    /** Spreadsheets take a cell that begins so for a formula; an apostrophe before it makes it text. */
    private static boolean startsFormula(String text) {
        return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
    }
}
