package org.ringlab.host.command;

import java.util.List;
import java.util.Optional;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** A program or shell builtin of a simulated host. Its texts and exit statuses are the real program's. */
public interface Command {
    /** What is typed to run it. */
    String name();

    /** One line for people: how it is used, and what for. */
    String synopsis();

    /** Its options, for completion. */
    default List<String> options() {
        return List.of();
    }

    /** What one of its options means, for people; empty where nothing is known. */
    default Optional<String> explain(String option) {
        return Optional.empty();
    }

    /** Words that may stand where another argument begins, for completion; {@code before} are the words so far. */
    default List<String> words(Session session, List<String> before) {
        return List.of();
    }

    /**
     * Runs it to its end; simulated time may pass.
     *
     * @param args the words after its name
     * @return exit status, 0 to 255
     */
    int run(Session session, List<String> args, Streams io);
}
