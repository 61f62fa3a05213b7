package org.ringlab.labfile.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringlab.host.replay.ImageReplay;
import org.ringlab.host.replay.ToolReplay;

/** The recorded commands with other names: the answers are the recorded ones with those names, for nothing is looked up. */
class RenamedRecordingTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void imagesByOtherNames(long seed) throws IOException {
        String letters = letters(seed);
        ImageReplay replay = new ImageReplay();
        Function<String, String> renamed = text -> text.replaceAll(
                "\\b(a|b|c|d|big|odd|full|meta|zero|x|base|mid|top|o|r)\\.(qcow2|raw)\\b", letters + "$1.$2");
        for (Map<String, Object> row : Recording.rows("qemu-img.jsonl")) {
            holds(row, renamed, replay::answer);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 4})
    void bridgesByOtherNames(long seed) throws IOException {
        String letters = letters(seed);
        ToolReplay replay = new ToolReplay();
        Function<String, String> renamed = text -> text.replaceAll("\\bbr([013])\\b", letters + "$1");
        for (Map<String, Object> row : Recording.rows("host-tools.jsonl")) {
            if (Objects.equals(row.get("session"), "brctl")) {
                holds(row, renamed, replay::answer);
            }
        }
    }

    private static String letters(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return "" + (char) ('e' + random.nextInt(20)) + (char) ('e' + random.nextInt(20)) + random.nextInt(10) + "n";
    }

    /** What is said of an image, its backing file renamed too. */
    private static @Nullable Object below(@Nullable Object image, Function<String, String> renamed) {
        if (!(image instanceof Map<?, ?> facts)) {
            return image;
        }
        Map<Object, @Nullable Object> other = new LinkedHashMap<>(facts);
        other.computeIfPresent("backing", (key, name) -> renamed.apply(name.toString()));
        return other;
    }

    private static void holds(
            Map<String, Object> row,
            Function<String, String> renamed,
            Function<Map<String, Object>, Map<String, Object>> replay) {
        Map<String, Object> other = new LinkedHashMap<>(row);
        other.put("cmd", renamed.apply(Objects.toString(row.get("cmd"))));
        if (row.get("images") instanceof Map<?, ?> images) {
            Map<Object, @Nullable Object> moved = new LinkedHashMap<>();
            images.forEach((name, image) -> moved.put(renamed.apply(Objects.toString(name)), below(image, renamed)));
            other.put("images", moved);
        }
        Map<String, Object> answer = replay.apply(other);
        if (!Recording.isWithheld(row)) {
            for (String key : List.of("stdout", "stderr", "rc")) {
                assertEquals(
                        Recording.hidden(renamed.apply(Objects.toString(row.get(key)))),
                        Recording.hidden(answer.get(key)),
                        row.get("id") + " " + other.get("cmd"));
            }
        }
    }
}
