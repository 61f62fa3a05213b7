package org.ringlab.jupyter.magic;

import org.ringlab.jupyter.text.Text;

/** A command of ours in a cell: {@code %name} in a line, or {@code %%name} over a whole cell. */
public interface Magic {
    /** Its name, without signs. */
    String name();

    /** How to call it: {@code %trace [last|N]}. */
    String usage();

    /** What it is for. */
    Text about();

    /** Whether it may stand over a whole cell. */
    default boolean forCells() {
        return false;
    }

    /** Whether it may stand in a line. */
    default boolean forLines() {
        return true;
    }

    /**
     * Does it, and shows what comes of it by the call's cell.
     *
     * @throws MagicFailureException where it can't be done, with words for the student
     */
    void run(MagicCall call) throws MagicFailureException;
}
