package org.ringlab.host.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.host.Printed;

/** The screen that both output streams come to: it keeps the order in which they were printed. */
public final class Terminal {
    private final List<Piece> pieces = new ArrayList<>();

    /** Text of one stream, which grows until the other one prints. */
    private record Piece(Printed.Stream stream, StringBuilder text) {}

    /** Nothing on standard input; both outputs on this screen. */
    public Streams streams() {
        return new Streams(Input.empty(), output(Printed.Stream.STDOUT), output(Printed.Stream.STDERR));
    }

    private Output output(Printed.Stream stream) {
        return Output.onScreen(text -> add(stream, text));
    }

    private void add(Printed.Stream stream, String text) {
        Optional<Piece> last = pieces.isEmpty() ? Optional.empty() : Optional.of(pieces.getLast());
        Piece piece = last.filter(p -> p.stream() == stream).orElseGet(() -> {
            Piece next = new Piece(stream, new StringBuilder());
            pieces.add(next);
            return next;
        });
        piece.text().append(text);
    }

    /** What was printed so far; neighbours are of different streams. */
    public List<Printed> printed() {
        return pieces.stream()
                .filter(p -> !p.text().isEmpty())
                .map(p -> new Printed(p.stream(), p.text().toString()))
                .toList();
    }
}
