package org.ringlab.grader;

import java.util.List;

/**
 * What matters of a notebook.
 *
 * @param cells in order
 * @param language of its kernel, small letters; empty where it doesn't say
 */
record Notebook(List<NotebookCell> cells, String language) {
    Notebook {
        cells = List.copyOf(cells);
    }
}
