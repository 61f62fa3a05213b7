package org.ringlab.service.jupyter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.ringlab.service.web.Refusal;

/** Notebooks as bytes: what must be right about them, no more, so that notebooks of other tools stay as they are. */
final class NotebookFormat {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** A new notebook. */
    static final String EMPTY = """
            {"cells":[],"metadata":{"kernelspec":{"name":"ringlab","display_name":"Ringlab","language":"java"}},\
            "nbformat":4,"nbformat_minor":5}""";

    private NotebookFormat() {}

    /**
     * Writes a notebook.
     *
     * @throws Refusal 400 with the place, when the tree is no notebook of format 4
     */
    static byte[] write(@Nullable JsonNode notebook) {
        check(notebook);
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(notebook);
        } catch (JsonProcessingException e) {
            throw broken("不能写成 JSON", "it can't be written as JSON");
        }
    }

    /**
     * Reads a stored notebook.
     *
     * @throws Refusal 400 when the bytes are no notebook, as of a file that was renamed to .ipynb
     */
    static JsonNode read(byte[] bytes) {
        try {
            JsonNode notebook = JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
            check(notebook);
            return notebook;
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null
                    ? ""
                    : e.getLocation().getLineNr() + ":" + e.getLocation().getColumnNr();
            throw broken("不是 JSON（" + place + "）", "it is no JSON (at " + place + ")");
        }
    }

    private static void check(@Nullable JsonNode notebook) {
        if (notebook == null || !notebook.isObject()) {
            throw broken("不是 JSON 对象", "it is no JSON object");
        }
        if (notebook.path("nbformat").asInt() != 4) {
            throw broken("nbformat 应为 4", "its nbformat is " + notebook.path("nbformat") + ", expected 4");
        }
        if (!notebook.path("cells").isArray()) {
            throw broken("缺少 cells 列表", "it has no list of cells");
        }
        int number = 0;
        for (JsonNode cell : notebook.path("cells")) {
            number++;
            JsonNode source = cell.path("source");
            if (!cell.path("cell_type").isTextual() || !(source.isTextual() || source.isArray())) {
                throw broken(
                        "第 " + number + " 个单元格缺少 cell_type 或 source", "cell " + number + " lacks cell_type or source");
            }
        }
    }

    private static Refusal broken(String zh, String en) {
        return Refusal.badRequest("笔记本已损坏：" + zh + "。", "The notebook is broken: " + en + ".");
    }
}
