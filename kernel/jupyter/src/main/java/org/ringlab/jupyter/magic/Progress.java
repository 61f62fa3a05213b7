package org.ringlab.jupyter.magic;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.util.UUID;
import org.ringlab.jupyter.session.CellOutput;

/** One line that says how far something is, replaced in place. */
public final class Progress {
    private final CellOutput output;
    private final String id = "ringlab-" + UUID.randomUUID();
    private boolean shown;

    /** Below the cell of {@code output}. */
    public Progress(CellOutput output) {
        this.output = output;
    }

    /** Says that something is going on, for which nobody knows how long. */
    public void show(String what) {
        put(what, "<progress style=\"width:8em\"></progress> ");
    }

    /** Says how far something is. */
    public void show(String what, int done, int all) {
        put(
                what + " " + done + "/" + all,
                "<progress style=\"width:8em\" value=\"" + done + "\" max=\"" + all + "\"></progress> ");
    }

    /** Says that it is over. */
    public void done(String what) {
        put(what, "");
    }

    private void put(String text, String bar) {
        DisplayData data = Views.of(text, "<div style=\"opacity:.75\">" + bar + Views.escape(text) + "</div>");
        data.setDisplayId(id);
        if (shown) {
            output.update(data);
        } else {
            output.display(data);
        }
        shown = true;
    }
}
