package org.ringlab.grader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NbgraderMetadataTest {
    private static Map<String, Object> map(Object... keys) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keys.length; i += 2) {
            map.put((String) keys[i], keys[i + 1]);
        }
        return map;
    }

    static Stream<Arguments> upgrades() {
        return Stream.of(
                Arguments.of(
                        "no version: missing flags are false",
                        map("grade_id", "a", "solution", true),
                        map("grade_id", "a", "schema_version", 3, "grade", false, "solution", true, "locked", false)),
                Arguments.of("no version, nothing set: dropped", map("grade_id", "a"), null),
                Arguments.of(
                        "no version: points that are none become 0",
                        map("grade_id", "a", "grade", true, "points", "many"),
                        map(
                                "grade_id",
                                "a",
                                "schema_version",
                                3,
                                "grade",
                                true,
                                "solution",
                                false,
                                "locked",
                                false,
                                "points",
                                0.0)),
                Arguments.of(
                        "no version: negative points become 0",
                        map("grade_id", "a", "grade", true, "points", -2.0),
                        map(
                                "grade_id",
                                "a",
                                "schema_version",
                                3,
                                "grade",
                                true,
                                "solution",
                                false,
                                "locked",
                                false,
                                "points",
                                0.0)),
                Arguments.of(
                        "no version: unknown keys go",
                        map("grade_id", "a", "solution", true, "colour", "red"),
                        map("grade_id", "a", "schema_version", 3, "grade", false, "solution", true, "locked", false)),
                Arguments.of(
                        "1: a checksum gets its cell type",
                        map(
                                "schema_version",
                                1,
                                "grade_id",
                                "a",
                                "grade",
                                false,
                                "solution",
                                true,
                                "locked",
                                false,
                                "checksum",
                                "0123"),
                        map(
                                "schema_version",
                                3,
                                "grade_id",
                                "a",
                                "grade",
                                false,
                                "solution",
                                true,
                                "locked",
                                false,
                                "checksum",
                                "0123",
                                "cell_type",
                                "code")),
                Arguments.of(
                        "1: without a checksum no cell type",
                        map("schema_version", 1, "grade_id", "a", "grade", false, "solution", true, "locked", false),
                        map("schema_version", 3, "grade_id", "a", "grade", false, "solution", true, "locked", false)),
                Arguments.of(
                        "2: only the number",
                        map("schema_version", 2, "grade_id", "a", "grade", false, "solution", true, "locked", false),
                        map("schema_version", 3, "grade_id", "a", "grade", false, "solution", true, "locked", false)),
                Arguments.of(
                        "3: as it is",
                        map(
                                "schema_version",
                                3,
                                "grade_id",
                                "a",
                                "grade",
                                false,
                                "solution",
                                false,
                                "locked",
                                true,
                                "task",
                                true,
                                "points",
                                2.0),
                        map(
                                "schema_version",
                                3,
                                "grade_id",
                                "a",
                                "grade",
                                false,
                                "solution",
                                false,
                                "locked",
                                true,
                                "task",
                                true,
                                "points",
                                2.0)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("upgrades")
    void upgrades(String name, Map<String, Object> block, @Nullable Map<String, Object> expected) {
        assertEquals(Optional.ofNullable(expected), NbgraderMetadata.upgrade(block, "code"));
    }

    static Stream<Arguments> invalid() {
        return Stream.of(
                Arguments.of(map("schema_version", 4, "grade_id", "a"), "newer than 3"),
                Arguments.of(map("schema_version", 3, "grade", true, "solution", false, "locked", false), "grade_id"),
                Arguments.of(
                        map("schema_version", 3, "grade_id", "a b", "grade", false, "solution", true, "locked", false),
                        "grade_id"),
                Arguments.of(
                        map("schema_version", 3, "grade_id", "a", "grade", false, "locked", false), "\"solution\""),
                Arguments.of(
                        map("schema_version", 3, "grade_id", "a", "grade", true, "solution", true, "locked", false),
                        "points"),
                Arguments.of(
                        map(
                                "schema_version",
                                3,
                                "grade_id",
                                "a",
                                "grade",
                                true,
                                "solution",
                                true,
                                "locked",
                                false,
                                "points",
                                -1.0),
                        "points"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("invalid")
    void refuses(Map<String, Object> block, String reason) {
        String message = assertThrows(IllegalArgumentException.class, () -> NbgraderMetadata.of(block, "code"))
                .getMessage();
        assertEquals(true, String.valueOf(message).contains(reason), message);
    }

    @ParameterizedTest(name = "grade {0}, solution {1}, locked {2}: effectively locked {3}")
    @CsvSource({
        "false,true,false,false",
        "true,false,false,true",
        "true,true,false,false",
        "false,false,true,true",
        "false,true,true,false",
        "false,false,false,false"
    })
    void locksWhatStudentsMustLeaveAlone(boolean grade, boolean solution, boolean locked, boolean effective) {
        assertEquals(effective, new NbgraderMetadata("a", grade, solution, locked, false, 0).effectivelyLocked());
    }
}
