package org.ringlab.host;

import java.util.List;
import org.ringlab.common.Diagnostic;

/**
 * What came of a piece of shell text.
 *
 * @param status exit status of the last command, 0 to 255
 * @param stdout all standard output
 * @param stderr all standard error, the programs' own words
 * @param hints Ringlab's remarks beside the program's own: characters that only look right, defaults a notebook needs
 * @param firstEvent index into {@link Lab#events} of the first event it caused
 * @param lastEvent index after the last event it caused
 */
public record CommandResult(
        int status, String stdout, String stderr, List<Diagnostic> hints, int firstEvent, int lastEvent) {
    /** Whether the status is 0. */
    public boolean ok() {
        return status == 0;
    }
}
