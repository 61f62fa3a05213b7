package org.ringlab.service.submissions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.ringlab.checks.Text;
import org.ringlab.service.web.Refusal;

/** What has to be known of a notebook before it is accepted; the grader looks at the rest. */
@ApplicationScoped
public class Notebooks {
    /** Largest notebook accepted, in bytes of UTF-8. */
    public static final int MAX_BYTES = 5 * 1024 * 1024;

    private final ObjectMapper json;

    Notebooks(ObjectMapper json) {
        this.json = json;
    }

    /**
     * Checks that a text is a notebook of format 4.
     *
     * @throws Refusal 413 if it is too large, 400 if it is no notebook
     */
    public void check(String notebook) {
        requireSize(notebook.getBytes(StandardCharsets.UTF_8).length);
        parse(notebook);
    }

    /**
     * Checks a size in bytes.
     *
     * @throws Refusal 413 if a notebook of that size is not accepted
     */
    public static void requireSize(long bytes) {
        if (bytes > MAX_BYTES) {
            throw new Refusal(
                    413,
                    new Text(
                            "笔记本太大：%.1f MB，上限是 5 MB。请清除输出后再提交。".formatted(bytes / 1048576.0),
                            "The notebook is too large: %.1f MB, the limit is 5 MB. Clear its outputs and submit again."
                                    .formatted(bytes / 1048576.0)));
        }
    }

    /**
     * The text of an uploaded file.
     *
     * @throws Refusal 400 if it is not UTF-8
     */
    public static String decode(byte[] file) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(file))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Refusal.badRequest("文件不是 UTF-8 编码的笔记本。", "The file is no notebook: it is not UTF-8 text.");
        }
    }

    /**
     * The notebook with the sources of some cells replaced, for answers executed and not yet saved.
     *
     * @param sources by cell id; ids the notebook does not have are ignored
     * @throws Refusal 400 if it is no notebook
     */
    public String withSources(String notebook, Map<String, String> sources) {
        ObjectNode root = parse(notebook);
        for (JsonNode cell : root.get("cells")) {
            String source = sources.get(cell.path("id").asText());
            if (source != null && cell instanceof ObjectNode object) {
                object.put("source", source);
            }
        }
        return root.toString();
    }

    /** The notebook as a tree, with an array of cells. */
    ObjectNode parse(String notebook) {
        try {
            if (json.readTree(notebook) instanceof ObjectNode root
                    && root.path("nbformat").asInt() == 4
                    && root.path("cells").isArray()) {
                return root;
            }
        } catch (JsonProcessingException e) {
            throw Refusal.badRequest(
                    "这个文件不是完整的笔记本（第 %d 行附近的 JSON 有误）。请重新保存后再提交。"
                            .formatted(
                                    e.getLocation() == null
                                            ? 1
                                            : e.getLocation().getLineNr()),
                    "This is not a complete notebook (its JSON is broken near line %d). Save it again and submit."
                            .formatted(
                                    e.getLocation() == null
                                            ? 1
                                            : e.getLocation().getLineNr()));
        }
        throw Refusal.badRequest(
                "这个文件不是 nbformat 4 的笔记本。请上传从课程打开的 .ipynb 文件。",
                "This is no notebook of nbformat 4. Upload the .ipynb file you opened from the course.");
    }
}
