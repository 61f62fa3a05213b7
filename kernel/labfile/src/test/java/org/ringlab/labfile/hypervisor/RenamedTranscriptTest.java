package org.ringlab.labfile.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ringlab.host.replay.TranscriptReplay;
import org.ringlab.virt.Generation;

/** The recorded sessions with other names, addresses and sizes: texts come from the state, not from the recording. */
class RenamedTranscriptTest {
    /** Sessions whose rows hold no order or hash that another name would change. */
    private static final Set<String> SESSIONS = Set.of(
            "life", "trans", "deferr", "nokvm", "yeskvm", "auto", "save", "dev", "net", "pool", "poolerr", "misc");

    private static final Map<String, String> NAMES = names();

    private static Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("vmpool", "vnpool");
        names.put("vm1", "vq7");
        names.put("nosuch", "absent");
        names.put("isolated", "iceland1");
        names.put("192.168.100.", "172.31.250.");
        names.put("52:54:00:11:22:33", "52:54:00:7a:7b:7c");
        names.put("d1.qcow2", "da.qcow2");
        names.put("over.qcow2", "oval.qcow2");
        return names;
    }

    private static @Nullable Object renamed(@Nullable Object value) {
        if (value instanceof String text) {
            String result = text;
            for (Map.Entry<String, String> name : NAMES.entrySet()) {
                result = result.replace(name.getKey(), name.getValue());
            }
            return result;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> all = new ArrayList<>();
            list.forEach(each -> all.add(renamed(each)));
            return all;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> all = new LinkedHashMap<>();
            map.forEach((key, each) -> all.put(Objects.toString(renamed(key)), renamed(each)));
            return all;
        }
        return value;
    }

    @ParameterizedTest
    @EnumSource(Generation.class)
    void agreesUnderOtherNames(Generation generation) throws IOException {
        TranscriptReplay replay = new TranscriptReplay(generation);
        List<String> differences = new ArrayList<>();
        for (Map<String, Object> row : Recording.rows("transcripts-" + generation.text() + ".jsonl")) {
            if (!SESSIONS.contains(String.valueOf(row.get("session")))) {
                continue;
            }
            Map<String, Object> other = new LinkedHashMap<>();
            row.forEach((key, value) -> {
                Object changed = renamed(value);
                if (changed != null) {
                    other.put(key, changed);
                }
            });
            Map<String, Object> answer = replay.answer(other);
            if (Recording.isWithheld(row)) {
                continue;
            }
            for (String key : List.of("stdout", "stderr", "rc")) {
                String wanted = flat(other.get(key));
                String got = flat(answer.get(key));
                if (!Recording.fits(wanted, got)) {
                    differences.add(row.get("id") + " " + key + "\n  wanted " + wanted + "\n  got    " + got);
                }
            }
        }
        assertEquals("", String.join("\n", differences));
    }

    /** Widths of columns follow names of other lengths: blanks and dashes count once. */
    private static String flat(@Nullable Object text) {
        return Objects.toString(text, "").replaceAll(" +", " ").replaceAll("-{3,}", "---");
    }
}
