package org.ringlab.jupyter.magic;

import java.util.List;
import java.util.Optional;
import org.ringlab.jupyter.session.Cell;
import org.ringlab.jupyter.session.CellOutput;

/**
 * One use of a magic.
 *
 * @param cell where it stands
 * @param arguments its words, quotes taken off
 * @param rest everything behind its name, as typed
 * @param body the lines below it; empty where it stands in a line
 */
public record MagicCall(Cell cell, List<String> arguments, String rest, Optional<String> body) {
    /** Where it shows things. */
    public CellOutput output() {
        return cell.output();
    }

    /** The argument at {@code index}, from 0. */
    public Optional<String> argument(int index) {
        return index < arguments.size() ? Optional.of(arguments.get(index)) : Optional.empty();
    }
}
