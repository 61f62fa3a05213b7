package org.ringlab.mmu.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** What reference machines answered, from the test resources. */
final class Recordings {
    static final ObjectMapper JSON = new ObjectMapper();

    private Recordings() {}

    /** A recording of one object a line. */
    static List<Map<String, Object>> lines(String name) {
        List<Map<String, Object>> rows = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(open(name), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                rows.add(tree(JSON.readTree(line)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    /** A recording that is one tree. */
    static Map<String, Object> whole(String name) {
        try (InputStream in = open(name)) {
            return tree(JSON.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> tree(JsonNode node) {
        return JSON.convertValue(node, Map.class);
    }

    private static InputStream open(String name) throws IOException {
        return new GZIPInputStream(
                Objects.requireNonNull(Recordings.class.getResourceAsStream("/recorded/" + name), name));
    }
}
