package org.ringlab.jupyter.lab;

import java.util.List;
import org.ringlab.host.LoggedCommand;

/**
 * What it takes to make a lab again.
 *
 * @param lab the lab file's name
 * @param log the commands run since it booted
 * @param restarted whether the user has restarted the kernel since, so that it starts afresh unless asked
 */
public record SavedLab(String lab, List<LoggedCommand> log, boolean restarted) {
    /** Keeps a copy. */
    public SavedLab {
        log = List.copyOf(log);
    }

    /** The lab file's name as people type it: without folder and ending. */
    public String shortName() {
        return lab.replaceFirst("^labs/", "").replaceFirst("\\.ya?ml$", "");
    }

    /** The same lab before a restart that the user asked for. */
    public SavedLab beforeRestart() {
        return new SavedLab(lab, log, true);
    }
}
