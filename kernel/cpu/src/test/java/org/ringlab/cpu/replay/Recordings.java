package org.ringlab.cpu.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** What reference machines answered, from the test resources. */
final class Recordings {
    static final ObjectMapper JSON = new ObjectMapper();

    private Recordings() {}

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
