package org.ringlab.labfile.hypervisor;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Rows of a recording. */
final class Recording {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Recording() {}

    static List<Map<String, Object>> rows(String file) throws IOException {
        try (InputStream in = Objects.requireNonNull(Recording.class.getResourceAsStream("/hypervisor/" + file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(Recording::row)
                    .toList();
        }
    }

    private static Map<String, Object> row(String line) {
        try {
            return JSON.readValue(line, new TypeReference<Map<String, Object>>() {});
        } catch (IOException e) {
            throw new IllegalStateException(line, e);
        }
    }

    static boolean isWithheld(Map<String, Object> row) {
        return row.containsKey("withheld");
    }

    /** Where recordings hide what differs from run to run, an answer is hidden alike. */
    static String hidden(@Nullable Object text) {
        return Objects.toString(text, "")
                .replaceAll("(?m)^disk size: .*$", "disk size: <alloc>")
                .replaceAll("\"actual-size\": [0-9]+", "\"actual-size\": \"<alloc>\"")
                .replaceAll("Image end offset: [0-9]+", "Image end offset: <n>")
                .replaceAll("[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}", "YYYY-MM-DD hh:mm:ss")
                .replaceAll(" *\\([0-9.]+/100%\\)", "")
                .replaceAll("8000\\.(?!000000000000)[0-9a-f]{12}", "8000.mmmmmmmmmmmm")
                .replaceAll("[A-Z][a-z]{2} [ 0-9][0-9] ([0-9]{2}:[0-9]{2}| [0-9]{4}) /dev/kvm", "Mon DD hh:mm /dev/kvm")
                .replaceAll("/lib/modules/[0-9][^ \n]*", "/lib/modules/<kernel-release>");
    }
}
