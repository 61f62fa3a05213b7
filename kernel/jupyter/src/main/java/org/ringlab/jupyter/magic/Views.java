package org.ringlab.jupyter.magic;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.util.List;
import org.ringlab.common.Diagnostic;
import org.ringlab.common.Span;
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
            text.append(text.isEmpty() ? "" : "\n").append(messages.say(Text.HINT, hint.text()));
            Span span = hint.span();
            if (span != null) {
                String line = script.lines()
                        .skip(Math.max(0, span.line() - 1L))
                        .findFirst()
                        .orElse("");
                text.append("\n  ").append(line);
                text.append("\n  ").append(Caret.under(line, span.column(), Math.max(1, span.length())));
            }
        }
        return remark(text.toString());
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
