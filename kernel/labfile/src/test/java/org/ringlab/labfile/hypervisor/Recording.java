package org.ringlab.labfile.hypervisor;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Rows of a recording. */
final class Recording {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Pattern PLACEHOLDER = Pattern.compile(
            "uuuuuuuu-uuuu-uuuu-uuuu-uuuuuuuuuu\\d\\d|52:54:00:mm:mm:\\d\\d"
                    + "|8000\\.mmmmmmmmmmmm|YYYY-MM-DD hh:mm:ss|YYYY-MM-DDThh:mm:ss\\.ffffffZ|EEEEEEEEEE|<cputime>|<prefix>");

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

    /** Whether a text is as recorded, where the recording has placeholders: anything of the same shape. */
    static boolean fits(String recorded, String text) {
        StringBuilder pattern = new StringBuilder();
        Matcher placeholder = PLACEHOLDER.matcher(recorded);
        int at = 0;
        while (placeholder.find()) {
            pattern.append(Pattern.quote(recorded.substring(at, placeholder.start())));
            String hidden = placeholder.group();
            pattern.append(
                    hidden.startsWith("uuuu")
                            ? "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
                            : hidden.startsWith("52:54")
                                    ? "52:54:00(:[0-9a-f]{2}){3}"
                                    : hidden.startsWith("8000")
                                            ? "8000\\.[0-9a-f]{12}"
                                            : hidden.startsWith("YYYY")
                                                    ? "\\d{4}-\\d\\d-\\d\\d[ T][0-9:]{8}(\\.\\d{6}Z)?"
                                                    : hidden.startsWith("E") ? "\\d{10}" : "[^\\s]+");
            at = placeholder.end();
        }
        pattern.append(Pattern.quote(recorded.substring(at)));
        return Pattern.compile(pattern.toString(), Pattern.DOTALL).matcher(text).matches();
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
