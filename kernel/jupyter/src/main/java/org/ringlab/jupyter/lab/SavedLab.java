package org.ringlab.jupyter.lab;

import java.util.List;
import org.ringlab.host.LoggedCommand;

/**
 * What it takes to make a lab again.
 *
 * @param lab the lab file's name
 * @param log the commands run since it booted
 */
public record SavedLab(String lab, List<LoggedCommand> log) {
    /** Keeps a copy. */
    public SavedLab {
        log = List.copyOf(log);
    }
}
