package org.ringlab.grader;

import java.util.ArrayList;
import java.util.List;

/** Notebook texts for tests. */
final class Notebooks {
    private Notebooks() {}

    /** An nbgrader answer cell. */
    static String answer(String gradeId, String source) {
        return cell(
                gradeId,
                "code",
                source,
                "{\"nbgrader\":{\"schema_version\":3,\"grade_id\":\"" + gradeId
                        + "\",\"grade\":false,\"solution\":true,\"locked\":false,\"task\":false}}");
    }

    /** Any cell. */
    static String cell(String id, String type, String source, String metadata) {
        return "{\"id\":\"" + id + "\",\"cell_type\":\"" + type + "\",\"metadata\":" + metadata + ",\"source\":"
                + quoted(source) + ",\"outputs\":[{\"data\":{\"text/plain\":NaN}}],\"execution_count\":null}";
    }

    /** A notebook of cells. */
    static String of(String... cells) {
        return "{\"metadata\":{},\"nbformat\":4,\"nbformat_minor\":5,\"cells\":[" + String.join(",", cells) + "]}";
    }

    /** The source as notebooks hold it: a list of lines. */
    private static String quoted(String source) {
        List<String> lines = new ArrayList<>();
        for (String line : source.split("(?<=\n)", -1)) {
            lines.add("\""
                    + line.replace("\\", "\\\\")
                            .replace("\"", "\\\"")
                            .replace("\n", "\\n")
                            .replace("\t", "\\t")
                            .replace("\r", "\\r")
                    + "\"");
        }
        return "[" + String.join(",", lines) + "]";
    }
}
