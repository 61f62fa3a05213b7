package org.ringlab.jupyter.magic;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.util.List;
import java.util.Locale;
import org.ringlab.common.Diagnostic;
import org.ringlab.common.Span;
import org.ringlab.display.JourneyHtml;
import org.ringlab.host.shell.LookAlikes;
import org.ringlab.jupyter.jshell.Caret;
import org.ringlab.jupyter.text.Messages;
import org.ringlab.jupyter.text.Text;

/** Small displays; every one as text and as HTML. */
public final class Views {
    private Views() {}

    /** Both forms of one thing. */
    public static DisplayData of(String text, String html) {
        DisplayData data = new DisplayData(text);
        data.putHTML(html);
        return data;
    }

    /** The same with the display module's style sheet: an output may be shown where no page includes it. */
    public static DisplayData drawn(String text, String html) {
        return of(text, JourneyHtml.STYLE + html);
    }

    /** A remark beside what a program said: set back, as it isn't the program's. */
    public static DisplayData remark(String text) {
        return of(
                text,
                "<div style=\"opacity:.75;font-size:90%;white-space:pre-wrap;"
                        + "font-family:ui-monospace,Menlo,Consolas,'Noto Sans Mono CJK SC',monospace\">"
                        + escape(text) + "</div>");
    }

    /** Ringlab's hints about a script, each with its place in it. */
    public static DisplayData hints(String script, List<Diagnostic> hints, Messages messages) {
        StringBuilder text = new StringBuilder();
        for (Diagnostic hint : hints) {
            text.append(text.isEmpty() ? "" : "\n").append(messages.say(Text.HINT, words(script, hint, messages)));
            Span span = hint.span();
            if (span != null) {
                String line = line(script, span);
                text.append("\n  ").append(line);
                text.append("\n  ").append(Caret.under(line, span.column(), Math.max(1, span.length())));
            }
        }
        return remark(text.toString());
    }

    /** A hint in the user's language; engines, which know English only, name it by its code. */
    private static String words(String script, Diagnostic hint, Messages messages) {
        Span span = hint.span();
        return switch (hint.code()) {
            case "shell-step-budget" -> messages.say(Text.STEP_BUDGET);
            case "host-rebooted" -> messages.say(Text.HOST_REBOOTED);
            case "docker-foreground" -> messages.say(Text.DOCKER_FOREGROUND);
            case "ping-count" -> messages.say(Text.PING_COUNT);
            case "shell-look-alike" -> span == null ? hint.text() : lookAlike(line(script, span), span, messages);
            default -> hint.text();
        };
    }

    private static String lookAlike(String line, Span span, Messages messages) {
        if (span.column() > line.length()) {
            return messages.say(Text.SCRIPT_AT, span.line(), span.column(), "");
        }
        char found = line.charAt(span.column() - 1);
        String code = String.format(Locale.ROOT, "U+%04X", (int) found);
        String meant = LookAlikes.meant(found).orElse("");
        String fact = switch (meant) {
            case "" -> messages.say(Text.LOOK_ALIKE_NOTHING, code);
            case " " -> messages.say(Text.LOOK_ALIKE_SPACE, code);
            default -> messages.say(Text.LOOK_ALIKE, found, code, meant);
        };
        return messages.say(Text.SCRIPT_AT, span.line(), span.column(), fact);
    }

    private static String line(String script, Span span) {
        return script.lines().skip(Math.max(0, span.line() - 1L)).findFirst().orElse("");
    }

    /** A lab's name as that of a file: letters, digits, dots, hyphens; everything else becomes a hyphen. */
    static String fileName(String name) {
        String plain = name.replaceAll("[^\\p{L}\\p{N}.]+", "-").replaceAll("^[-.]+|-+$", "");
        return plain.isEmpty() ? "lab" : plain;
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
