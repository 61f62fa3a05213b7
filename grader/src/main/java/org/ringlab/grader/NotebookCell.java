package org.ringlab.grader;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cell of a submitted notebook, without its outputs.
 *
 * @param index place in the notebook, from 0
 * @param id its nbformat id; empty where it has none (before nbformat 4.5)
 * @param type {@code code}, {@code markdown}, {@code raw}; whatever was written
 * @param source its text, lines ended by {@code \n}
 * @param nbgrader the raw {@code metadata.nbgrader} block; null where it has none
 */
public record NotebookCell(
        int index,
        String id,
        String type,
        String source,
        @Nullable Map<String, Object> nbgrader) {}
