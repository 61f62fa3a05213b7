package org.ringlab.grader;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a notebook's cells from untrusted JSON, in one pass and with limits. Outputs, attachments and everything else
 * that doesn't matter to a grade are skipped without being kept.
 */
final class NotebookJson {
    /** Characters of a whole notebook. */
    static final int MAX_LENGTH = 20_000_000;

    /** Cells of a notebook. */
    static final int MAX_CELLS = 2_000;

    /** Characters of one cell's source. */
    static final int MAX_SOURCE = 200_000;

    /** Levels of nesting; outputs may nest, but not without end. */
    static final int MAX_DEPTH = 200;

    /** Python writes NaN and Infinity into outputs, which are no JSON. */
    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_LENGTH)
                    .build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private int major = -1;
    private String language = "";
    private final List<NotebookCell> cells = new ArrayList<>();

    private NotebookJson() {}

    /**
     * A notebook of format 3 or 4.
     *
     * @throws Refusal if it is no such notebook, or beyond a limit
     */
    static Notebook read(String json) throws Refusal {
        if (json.length() > MAX_LENGTH) {
            throw new Refusal(
                    "笔记本太大（" + json.length() + " 个字符，上限 " + MAX_LENGTH + "）。请先清除所有输出再提交。",
                    "The notebook is too big (" + json.length() + " characters, at most " + MAX_LENGTH
                            + "). Clear all outputs and submit again.");
        }
        NotebookJson reader = new NotebookJson();
        try (JsonParser parser = FACTORY.createParser(json.startsWith("\uFEFF") ? json.substring(1) : json)) {
            reader.notebook(parser);
        } catch (IOException e) {
            throw notJson();
        }
        return new Notebook(reader.cells, reader.language.toLowerCase(Locale.ROOT));
    }

    private static Refusal notJson() {
        return new Refusal(
                "这个文件不是完整的笔记本（不是有效的 JSON）。请在 Jupyter 中保存后重新提交。",
                "This file is no complete notebook (it isn't valid JSON). Save it in Jupyter and submit again.");
    }

    private void notebook(JsonParser parser) throws IOException, Refusal {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw notJson();
        }
        boolean sawCells = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            JsonToken value = parser.nextToken();
            if (key.equals("nbformat") && value == JsonToken.VALUE_NUMBER_INT) {
                major = parser.getIntValue();
            } else if (key.equals("cells") && value == JsonToken.START_ARRAY) {
                sawCells = true;
                cells.clear();
                readCells(parser);
            } else if (key.equals("worksheets") && value == JsonToken.START_ARRAY) {
                sawCells = true;
                readWorksheets(parser);
            } else if (key.equals("metadata") && value == JsonToken.START_OBJECT) {
                readLanguage(parser);
            } else {
                parser.skipChildren();
            }
        }
        if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
            throw notJson();
        }
        if (major != 3 && major != 4) {
            String version = major < 0 ? "?" : String.valueOf(major);
            throw new Refusal(
                    "笔记本格式版本是 " + version + "，只能评 nbformat 3 和 4。请在 Jupyter 中打开并保存为这种格式。",
                    "The notebook's format version is " + version
                            + "; only nbformat 3 and 4 can be graded. Open it in Jupyter and save it as one of these.");
        }
        if (!sawCells) {
            throw new Refusal("笔记本里没有单元格列表。", "The notebook has no list of cells.");
        }
    }

    /** What the kernel says of itself, or else what the notebook was made for. */
    private void readLanguage(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            String wanted = switch (key) {
                case "language_info" -> "name";
                case "kernelspec" -> "language";
                default -> "";
            };
            if (parser.nextToken() != JsonToken.START_OBJECT || wanted.isEmpty()) {
                parser.skipChildren();
                continue;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = parser.currentName().equals(wanted);
                if (parser.nextToken() == JsonToken.VALUE_STRING && found) {
                    language = language.isEmpty() || key.equals("language_info") ? parser.getText() : language;
                } else {
                    parser.skipChildren();
                }
            }
        }
    }

    /** Format 3 keeps cells in worksheets; nobody ever made more than one. */
    private void readWorksheets(JsonParser parser) throws IOException, Refusal {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean list = parser.currentName().equals("cells");
                if (parser.nextToken() == JsonToken.START_ARRAY && list) {
                    readCells(parser);
                } else {
                    parser.skipChildren();
                }
            }
        }
        if (parser.currentToken() != JsonToken.END_ARRAY) {
            throw notJson();
        }
    }

    private void readCells(JsonParser parser) throws IOException, Refusal {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == null) {
                throw notJson();
            }
            if (cells.size() == MAX_CELLS) {
                throw new Refusal(
                        "笔记本的单元格超过 " + MAX_CELLS + " 个。", "The notebook has more than " + MAX_CELLS + " cells.");
            }
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                cells.add(cell(parser, cells.size()));
            } else {
                parser.skipChildren();
            }
        }
    }

    private static NotebookCell cell(JsonParser parser, int index) throws IOException, Refusal {
        String id = "";
        String type = "";
        String source = "";
        boolean hasSource = false;
        Map<String, Object> nbgrader = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            JsonToken value = parser.nextToken();
            if (key.equals("id") && value == JsonToken.VALUE_STRING) {
                id = parser.getText();
            } else if (key.equals("cell_type") && value == JsonToken.VALUE_STRING) {
                type = parser.getText();
            } else if (key.equals("source") || key.equals("input") && !hasSource) {
                // Format 3 calls the source of a code cell its input; beside a source that is nothing that anybody
                // sees.
                source = source(parser, index);
                hasSource |= key.equals("source");
            } else if (key.equals("metadata") && value == JsonToken.START_OBJECT) {
                nbgrader = metadata(parser);
            } else {
                parser.skipChildren();
            }
        }
        return new NotebookCell(index, id, type, source.replace("\r\n", "\n").replace('\r', '\n'), nbgrader);
    }

    private static String source(JsonParser parser, int index) throws IOException, Refusal {
        StringBuilder text = new StringBuilder();
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            while (parser.nextToken() == JsonToken.VALUE_STRING) {
                append(text, parser.getText(), index);
            }
            if (parser.currentToken() != JsonToken.END_ARRAY) {
                throw new Refusal(
                        "第 " + (index + 1) + " 个单元格的内容不是文本。", "The source of cell " + (index + 1) + " is no text.");
            }
        } else if (parser.currentToken() == JsonToken.VALUE_STRING) {
            append(text, parser.getText(), index);
        } else {
            parser.skipChildren();
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String part, int index) throws Refusal {
        if (text.length() + part.length() > MAX_SOURCE) {
            throw new Refusal(
                    "第 " + (index + 1) + " 个单元格太长（上限 " + MAX_SOURCE + " 个字符）。",
                    "Cell " + (index + 1) + " is too long (at most " + MAX_SOURCE + " characters).");
        }
        text.append(part);
    }

    private static @Nullable Map<String, Object> metadata(JsonParser parser) throws IOException {
        Map<String, Object> nbgrader = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            JsonToken value = parser.nextToken();
            if (key.equals("nbgrader") && value == JsonToken.START_OBJECT) {
                nbgrader = flatObject(parser);
            } else {
                parser.skipChildren();
            }
        }
        return nbgrader;
    }

    /** An object of scalars; what is nested in it is left out: nbgrader's block holds nothing nested. */
    private static Map<String, Object> flatObject(JsonParser parser) throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            switch (parser.nextToken()) {
                case VALUE_STRING -> map.put(key, parser.getText());
                case VALUE_TRUE -> map.put(key, true);
                case VALUE_FALSE -> map.put(key, false);
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> map.put(key, parser.getDoubleValue());
                case null, default -> parser.skipChildren();
            }
        }
        return map;
    }
}
