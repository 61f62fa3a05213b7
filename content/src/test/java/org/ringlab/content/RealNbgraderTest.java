package org.ringlab.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** nbgrader itself, on the notebooks of its own package, beside ours: the same marks, checksums and released cells. */
class RealNbgraderTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<JsonNode> SAID = new ArrayList<>();

    @BeforeAll
    static void ask() throws IOException, InterruptedException {
        String python = System.getProperty("ringlab.python", System.getenv().getOrDefault("RINGLAB_PYTHON", "python3"));
        Process process;
        try {
            process = new ProcessBuilder(
                            python, Path.of("src/test/python/nbgrader_says.py").toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException noSuchProgram) {
            assumeTrue(false, "SKIPPED: no Python with nbgrader: " + python);
            return;
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeTrue(
                process.waitFor() == 0, "SKIPPED: no Python with nbgrader: " + python + " (RINGLAB_PYTHON names one)");
        for (String line : output.lines().toList()) {
            SAID.add(JSON.readTree(line));
        }
        assertTrue(SAID.size() > 50, "nbgrader brings its notebooks along");
    }

    private static NbgraderNotebook ours(JsonNode said) throws IOException {
        return NbgraderNotebook.read(Files.readString(Path.of(said.get("file").asText())));
    }

    @Test
    void marksAreReadUpgradedAndValidatedAlike() throws IOException {
        int good = 0;
        for (JsonNode said : SAID) {
            String file = said.get("file").asText();
            if (said.has("error")) {
                assertFalse(isFine(said), file + ": " + said.get("error"));
                continue;
            }
            NbgraderNotebook ours = ours(said);
            ours.upgrade();
            assertEquals(List.of(), ours.problems(), file);
            List<Object> marks = new ArrayList<>();
            ours.cells().forEach(cell -> marks.add(plain(cell.path("metadata").path("nbgrader"))));
            List<Object> theirs = new ArrayList<>();
            said.get("upgraded").forEach(mark -> theirs.add(plain(mark)));
            assertEquals(theirs, marks, file);
            good++;
        }
        assertTrue(good > 40);
    }

    private static boolean isFine(JsonNode said) throws IOException {
        try {
            NbgraderNotebook ours = ours(said);
            ours.upgrade();
            return ours.problems().isEmpty();
        } catch (ContentException refused) {
            return false;
        }
    }

    @Test
    void checksumsAreTheSame() throws IOException {
        int sums = 0;
        for (JsonNode said : SAID) {
            if (said.has("checksums")) {
                NbgraderNotebook ours = ours(said);
                ours.upgrade();
                Map<String, String> theirs = new TreeMap<>();
                said.get("checksums")
                        .fields()
                        .forEachRemaining(
                                sum -> theirs.put(sum.getKey(), sum.getValue().asText()));
                assertEquals(
                        theirs,
                        new TreeMap<>(ours.checksums()),
                        said.get("file").asText());
                sums += theirs.size();
            }
        }
        assertTrue(sums > 100);
    }

    @Test
    void releasedCellsAreTheSame() throws IOException {
        int released = 0;
        for (JsonNode said : SAID) {
            if (said.has("error")) {
                continue;
            }
            String file = said.get("file").asText();
            NbgraderNotebook ours = ours(said);
            if (said.has("release_error")) {
                assertThrows(ContentException.class, ours::release, file + said.get("release_error"));
                continue;
            }
            ours.release();
            List<Object> cells = new ArrayList<>();
            ours.cells()
                    .forEach(cell -> cells.add(List.of(
                            cell.path("cell_type").asText(),
                            cell.path("source").asText(),
                            plain(cell.path("metadata")))));
            List<Object> theirs = new ArrayList<>();
            said.get("released")
                    .forEach(cell -> theirs.add(List.of(
                            cell.path("type").asText(), cell.path("source").asText(), plain(cell.path("metadata")))));
            assertEquals(theirs, cells, file);
            released++;
        }
        assertTrue(released > 30);
    }

    /** 1 and 1.0 are one number; keys come in any order; what is missing is null. */
    private static Object plain(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> map = new TreeMap<>();
            node.fields().forEachRemaining(field -> map.put(field.getKey(), plain(field.getValue())));
            return map;
        }
        return node.isNumber() ? (Object) node.doubleValue() : node.isMissingNode() ? "null" : node.toString();
    }
}
