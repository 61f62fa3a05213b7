package org.ringlab.host;

import java.util.List;
import java.util.stream.Collectors;
import org.ringlab.common.Diagnostic;

/**
 * What came of a piece of shell text.
 *
 * @param status exit status of the last command, 0 to 255
 * @param printed what the programs said, both streams in the order of printing, as on a real terminal
 * @param hints Ringlab's remarks beside the program's own: characters that only look right, defaults a notebook needs
 * @param firstEvent index into {@link Lab#events} of the first event it caused
 * @param lastEvent index after the last event it caused
 */
public record CommandResult(int status, List<Printed> printed, List<Diagnostic> hints, int firstEvent, int lastEvent) {
    /** Keeps copies of the lists. */
    public CommandResult {
        printed = List.copyOf(printed);
        hints = List.copyOf(hints);
    }

    /** Whether the status is 0. */
    public boolean ok() {
        return status == 0;
    }

    /** All standard output. */
    public String stdout() {
        return text(Printed.Stream.STDOUT);
    }

    /** All standard error. */
    public String stderr() {
        return text(Printed.Stream.STDERR);
    }

    private String text(Printed.Stream stream) {
        return printed.stream()
                .filter(piece -> piece.stream() == stream)
                .map(Printed::text)
                .collect(Collectors.joining());
    }

    /** Both streams as a terminal shows them. */
    public String text() {
        return printed.stream().map(Printed::text).collect(Collectors.joining());
    }
}
