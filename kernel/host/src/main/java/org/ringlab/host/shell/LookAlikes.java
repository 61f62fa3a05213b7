package org.ringlab.host.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ringlab.common.Diagnostic;
import org.ringlab.common.Span;

/**
 * Characters that only look like those a command needs: full-width forms, Chinese quotes, non-breaking spaces, dashes.
 * They come from input methods and from pasted documents.
 */
public final class LookAlikes {
    private static final int MAX_HINTS = 5;

    private LookAlikes() {}

    /** What a character was probably meant to be; empty for ordinary ones. */
    public static Optional<String> meant(int character) {
        if (character >= 0xFF01 && character <= 0xFF5E) {
            return Optional.of(String.valueOf((char) (character - 0xFF01 + '!')));
        }
        return switch (character) {
            case 0x00A0, 0x3000, 0x2002, 0x2003, 0x2009, 0x202F -> Optional.of(" ");
            case 0x201C, 0x201D, 0x300C, 0x300D, 0x300E, 0x300F -> Optional.of("\"");
            case 0x2018, 0x2019 -> Optional.of("'");
            case 0x3002 -> Optional.of(".");
            case 0x3001 -> Optional.of(",");
            case 0x2013, 0x2212, 0x2010, 0x2011 -> Optional.of("-");
            case 0x2014 -> Optional.of("--");
            case 0x200B, 0xFEFF -> Optional.of("");
            default -> Optional.empty();
        };
    }

    /**
     * Names each look-alike inside a command that failed.
     *
     * @param script the whole text
     * @param command where the command stands in it
     */
    public static List<Diagnostic> hints(String script, Span command) {
        List<Diagnostic> hints = new ArrayList<>();
        int line = 1;
        int column = 1;
        int left = command.length();
        boolean inside = false;
        for (int i = 0; i < script.length() && hints.size() < MAX_HINTS; i++) {
            char c = script.charAt(i);
            inside |= line == command.line() && column == command.column();
            if (inside) {
                if (left-- <= 0) {
                    break;
                }
                Optional<String> meant = meant(c);
                if (meant.isPresent()) {
                    hints.add(hint(c, meant.get(), new Span(line, column, 1)));
                }
            }
            column++;
            if (c == '\n') {
                line++;
                column = 1;
            }
        }
        return hints;
    }

    private static Diagnostic hint(char found, String meant, Span span) {
        String code = String.format(Locale.ROOT, "U+%04X", (int) found);
        String name = switch (meant) {
            case " " -> "a space";
            case "" -> "nothing at all";
            default -> "`" + meant + "`";
        };
        boolean visible = !meant.isBlank();
        String fact = (visible ? "`" + found + "` (" + code + ")" : "an invisible look-alike (" + code + ")")
                + " is not the ASCII character the command needs";
        return new Diagnostic(
                "shell-look-alike",
                Diagnostic.Severity.HINT,
                span,
                fact,
                "type " + name + " with the input method off");
    }
}
