package org.ringlab.jupyter.api;

import java.util.List;

/** The notebook's lab and output, for Java cells: the variable {@code ringlab}. */
public interface Ringlab {
    /** The hosts of the lab, in the order of its file; none where no lab is booted. */
    List<String> hosts();

    /**
     * Runs commands on a host, as a {@code %%host} cell does.
     *
     * @throws IllegalArgumentException where there is no lab or no such host
     */
    CommandOutput run(String host, String script);

    /** Shows a value below the cell. */
    void display(Object value);

    /** Empties the cell's output. */
    void clearOutput();
}
