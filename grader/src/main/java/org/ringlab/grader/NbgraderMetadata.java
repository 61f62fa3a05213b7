package org.ringlab.grader;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * nbgrader's mark on a cell, in its current schema (3).
 *
 * @param gradeId unique in the notebook: {@code [a-zA-Z0-9_-]+}; empty where the block marks nothing
 * @param grade whether the cell earns points
 * @param solution whether students write in it
 * @param locked as written; {@link #effectivelyLocked} is what counts
 * @param task whether it describes a task
 * @param points what it is worth; 0 where it isn't graded
 */
public record NbgraderMetadata(
        String gradeId, boolean grade, boolean solution, boolean locked, boolean task, double points) {
    /** The schema that this understands; newer ones are refused. */
    public static final int CURRENT = 3;

    private static final List<String> FLAGS = List.of("grade", "solution", "locked");
    private static final List<String> KEYS = List.of(
            "schema_version", "grade", "solution", "locked", "task", "grade_id", "points", "checksum", "cell_type");

    /** Whether students must leave the cell as it is. */
    public boolean effectivelyLocked() {
        return !solution && (grade || locked);
    }

    /**
     * The block of a cell brought to the current schema; empty where an old block says nothing and is dropped.
     *
     * @param block as found
     * @param cellType the cell's type, written down by schema 2
     * @throws IllegalArgumentException if the block is of a newer schema
     */
    public static Optional<Map<String, Object>> upgrade(Map<String, Object> block, String cellType) {
        int version = block.get("schema_version") instanceof Number number ? number.intValue() : 0;
        if (version > CURRENT) {
            throw new IllegalArgumentException("nbgrader metadata of schema " + version + " is newer than " + CURRENT);
        }
        Map<String, Object> upgraded = new LinkedHashMap<>();
        for (String key : KEYS) {
            if (block.get(key) != null) {
                upgraded.put(key, block.get(key));
            }
        }
        if (version < 1) {
            FLAGS.forEach(flag -> upgraded.putIfAbsent(flag, false));
            if (FLAGS.stream().allMatch(flag -> Boolean.FALSE.equals(upgraded.get(flag)))) {
                return Optional.empty();
            }
            if (Boolean.TRUE.equals(upgraded.get("grade"))) {
                upgraded.put("points", validPoints(upgraded.getOrDefault("points", 0.0)));
            } else {
                upgraded.remove("points");
            }
        }
        if (version < 2 && upgraded.containsKey("checksum")) {
            upgraded.putIfAbsent("cell_type", cellType);
        }
        upgraded.put("schema_version", CURRENT);
        return Optional.of(upgraded);
    }

    /**
     * Reads a cell's block of any schema; empty where the cell has none, or one that says nothing.
     *
     * @throws IllegalArgumentException saying what is wrong with the block
     */
    public static Optional<NbgraderMetadata> of(@Nullable Map<String, Object> block, String cellType) {
        if (block == null) {
            return Optional.empty();
        }
        return upgrade(block, cellType).map(NbgraderMetadata::fromCurrent);
    }

    private static NbgraderMetadata fromCurrent(Map<String, Object> block) {
        boolean marks = FLAGS.stream().anyMatch(flag -> Boolean.TRUE.equals(block.get(flag)));
        Object id = block.get("grade_id") == null ? "" : block.get("grade_id");
        if (!(id instanceof String gradeId) || !gradeId.matches("[a-zA-Z0-9_\\-]*") || (marks && gradeId.isEmpty())) {
            throw new IllegalArgumentException("grade_id is missing or has characters other than letters, digits, _ -");
        }
        for (String flag : FLAGS) {
            if (!(block.get(flag) instanceof Boolean)) {
                throw new IllegalArgumentException("\"" + flag + "\" must be true or false");
            }
        }
        boolean grade = Boolean.TRUE.equals(block.get("grade"));
        double points = 0;
        if (grade || block.get("points") != null) {
            if (!(block.get("points") instanceof Number number) || !(number.doubleValue() >= 0)) {
                throw new IllegalArgumentException("a graded cell needs points, 0 or more");
            }
            points = grade ? number.doubleValue() : 0;
        }
        if (block.get("checksum") != null
                && !String.valueOf(block.get("checksum")).matches(".{32}")) {
            throw new IllegalArgumentException("a checksum has 32 characters");
        }
        Object type = block.get("cell_type");
        if (type != null && !List.of("raw", "code", "markdown").contains(type)) {
            throw new IllegalArgumentException("cell_type is raw, code or markdown");
        }
        return new NbgraderMetadata(
                gradeId,
                grade,
                Boolean.TRUE.equals(block.get("solution")),
                Boolean.TRUE.equals(block.get("locked")),
                Boolean.TRUE.equals(block.get("task")),
                points);
    }

    /** Schema 0 took anything for points. */
    private static double validPoints(@Nullable Object points) {
        double value;
        try {
            value = points instanceof Number number ? number.doubleValue() : Double.parseDouble(String.valueOf(points));
        } catch (NumberFormatException e) {
            return 0;
        }
        return value >= 0 && Double.isFinite(value) ? value : 0;
    }
}
