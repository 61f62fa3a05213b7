package org.ringlab.service.pages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.ringlab.display.VisibleText;

/**
 * A notebook as a page without scripts. Sources and texts are escaped. HTML and SVG outputs are shown as they are: the
 * answer must be served with a sandboxing Content-Security-Policy.
 */
@ApplicationScoped
public class NotebookHtml {
    private static final Pattern TERMINAL_COLOURS = Pattern.compile("\\x1B\\[[0-9;]*[A-Za-z]");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/=\\s]*");

    private static final String STYLE = """
            body { font-family: system-ui, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; margin: 1rem; color: #1d2430; }
            pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: .3rem 0; padding: .5rem; font-size: .9rem; }
            .code { background: #f1f3f6; border-left: 3px solid #0b5cad; }
            .text { font-family: inherit; }
            .output { border-left: 3px solid #d9dde3; padding-left: .5rem; overflow-x: auto; }
            .error { color: #b3261e; }
            .id { color: #5a6577; font-size: .8rem; }
            """;

    private final ObjectMapper json;

    NotebookHtml(ObjectMapper json) {
        this.json = json;
    }

    /** A complete page; a text that is no notebook is shown as text. */
    public String render(String notebook, String language) {
        StringBuilder html = new StringBuilder("<!DOCTYPE html><html lang=\"")
                .append(language.equals("zh") ? "zh-CN" : "en")
                .append("\"><head><meta charset=\"utf-8\"><title>Notebook</title><style>")
                .append(STYLE)
                .append("</style></head><body>");
        try {
            JsonNode root = json.readTree(notebook);
            root.path("cells").forEach(cell -> cell(cell, html));
            // Format 3 keeps its cells in worksheets.
            root.path("worksheets").forEach(sheet -> sheet.path("cells").forEach(cell -> cell(cell, html)));
        } catch (JsonProcessingException e) {
            pre("", notebook, html);
        }
        return html.append("</body></html>").toString();
    }

    private static void cell(JsonNode cell, StringBuilder html) {
        html.append("<p class=\"id\">").append(escape(cell.path("id").asText())).append("</p>");
        pre(
                cell.path("cell_type").asText().equals("code") ? "code" : "text",
                joined(cell.path(cell.has("source") ? "source" : "input")),
                html);
        cell.path("outputs").forEach(output -> {
            html.append("<div class=\"output\">");
            output(output, html);
            html.append("</div>");
        });
    }

    private static void output(JsonNode output, StringBuilder html) {
        switch (output.path("output_type").asText()) {
            case "stream" -> pre("", joined(output.path("text")), html);
            case "error" -> pre("error", plain(output), html);
            default -> data(output.path("data"), html);
        }
    }

    private static String plain(JsonNode error) {
        List<String> lines = new ArrayList<>();
        error.path("traceback").forEach(line -> lines.add(line.asText()));
        return lines.isEmpty()
                ? error.path("ename").asText() + ": " + error.path("evalue").asText()
                : String.join("\n", lines);
    }

    private static void data(JsonNode data, StringBuilder html) {
        String png = joined(data.path("image/png"));
        if (data.has("text/html")) {
            html.append(joined(data.path("text/html")));
        } else if (data.has("image/svg+xml")) {
            html.append(joined(data.path("image/svg+xml")));
        } else if (!png.isEmpty() && BASE64.matcher(png).matches()) {
            html.append("<img alt=\"\" src=\"data:image/png;base64,")
                    .append(png)
                    .append("\">");
        } else {
            pre("", joined(data.path("text/plain")), html);
        }
    }

    /** What kernels print in colours is shown without. */
    private static void pre(String kind, String coloured, StringBuilder html) {
        String text = TERMINAL_COLOURS.matcher(coloured).replaceAll("");
        html.append("<pre class=\"")
                .append(kind)
                .append("\">")
                .append(escape(text))
                .append("</pre>");
    }

    /** nbformat keeps texts whole or as a list of lines. */
    private static String joined(JsonNode text) {
        if (!text.isArray()) {
            return text.asText("");
        }
        StringBuilder all = new StringBuilder();
        text.forEach(line -> all.append(line.asText()));
        return all.toString();
    }

    private static String escape(String text) {
        return VisibleText.of(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
