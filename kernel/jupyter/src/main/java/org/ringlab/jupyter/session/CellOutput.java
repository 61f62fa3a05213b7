package org.ringlab.jupyter.session;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.messages.publish.PublishStream.StreamType;
import org.ringlab.jupyter.wire.Parent;

/**
 * What a cell can show.
 *
 * @param publisher where it goes
 * @param parent the cell's request
 */
public record CellOutput(Publisher publisher, Parent parent) {
    /** Text on standard output. */
    public void stdout(String text) {
        publisher.stream(parent, StreamType.OUT, text);
    }

    /** Text on standard error. */
    public void stderr(String text) {
        publisher.stream(parent, StreamType.ERR, text);
    }

    /** Something to see below what is there already. */
    public void display(DisplayData data) {
        publisher.display(parent, data);
    }

    /** Replaces what was shown under the display id of {@code data}. */
    public void update(DisplayData data) {
        publisher.update(parent, data);
    }

    /** Empties the output; where {@code wait}, only when the next output comes. */
    public void clear(boolean wait) {
        publisher.clear(parent, wait);
    }
}
