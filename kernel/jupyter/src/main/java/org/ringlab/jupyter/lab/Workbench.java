package org.ringlab.jupyter.lab;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ringlab.jupyter.text.Messages;

/** What all magics of a notebook work on: its lab, its files, and the cells run so far. */
public final class Workbench {
    private final LabSession session = new LabSession();
    private final Messages messages;
    private final Map<String, String> cells = new LinkedHashMap<>();
    private volatile LabFiles files;

    /** With these files, until a session brings others. */
    public Workbench(LabFiles files, Messages messages) {
        this.files = files;
        this.messages = messages;
    }

    /** The lab and its states. */
    public LabSession session() {
        return session;
    }

    /** The files at hand. */
    public LabFiles files() {
        return files;
    }

    /** From now on with these files. */
    public void use(LabFiles others) {
        files = others;
    }

    /** The kernel's texts. */
    public Messages messages() {
        return messages;
    }

    /** Notes that a cell runs; cells without an id are forgotten. */
    public void ran(String cellId, String source) {
        if (!cellId.isEmpty()) {
            cells.put(cellId, source);
        }
    }

    /** The last source of each cell that ran, by cell id. */
    public Map<String, String> cells() {
        return Collections.unmodifiableMap(cells);
    }
}
