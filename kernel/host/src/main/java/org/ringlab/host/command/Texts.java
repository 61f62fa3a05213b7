package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** What the text tools share: reading files or standard input, counting, padding. */
final class Texts {
    private Texts() {}

    /** A file's name and its content. */
    record Named(String name, String content) {}

    /** The contents of files ({@code -} and none: standard input); what can't be read is said on standard error. */
    static List<Named> read(String program, List<String> names, Session session, Streams io) {
        List<Named> read = new ArrayList<>();
        each(program, names, session, io, read::add);
        return read;
    }

    /** As {@link #read}, where the program says {@code can't read NAME}. */
    static List<Named> read(String program, List<String> names, Session session, Streams io, String before) {
        List<Named> read = new ArrayList<>();
        for (String name : names.isEmpty() ? List.of("-") : names) {
            try {
                read.add(new Named(
                        name,
                        name.equals("-") ? io.in().rest() : session.files().read(session.resolve(name))));
            } catch (FileException e) {
                boolean directory = FileException.IS_A_DIRECTORY.equals(e.getMessage());
                io.err().line(program + ": " + (directory ? "read error on " : before) + name + ": " + e.getMessage());
            }
        }
        return read;
    }

    /** The same one after another, as they are asked for; whether all could be read. */
    static boolean each(String program, List<String> names, Session session, Streams io, Consumer<Named> use) {
        boolean all = true;
        for (String name : names.isEmpty() ? List.of("-") : names) {
            try {
                use.accept(new Named(
                        name,
                        name.equals("-") ? io.in().rest() : session.files().read(session.resolve(name))));
            } catch (FileException e) {
                io.err().line(program + ": " + name + ": " + e.getMessage());
                all = false;
            }
        }
        return all;
    }

    /** The lines of a text, the last one with or without a newline. */
    static List<String> lines(String text) {
        return text.isEmpty()
                ? List.of()
                : List.of((text.endsWith("\n") ? text.substring(0, text.length() - 1) : text).split("\n", -1));
    }

    /** A whole number; empty for anything else and for what doesn't fit. */
    static Optional<Integer> number(String text) {
        try {
            return Optional.of(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** A whole number of 64 bits; empty for anything else. */
    static Optional<Long> longNumber(String text) {
        try {
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** {@code text} with blanks behind it up to {@code width}. */
    static String left(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    /** {@code text} with blanks in front of it up to {@code width}. */
    static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    /** A mistake in options, with the usage behind it unless a real option is only not simulated; the status. */
    static int wrong(Streams io, String complaint, String usage, int status) {
        io.err().line(complaint);
        if (!complaint.contains(": not simulated: ")) {
            io.err().line(usage);
        }
        return status;
    }

    /** {@code Try 'x --help' for more information.}, after a complaint; the status. */
    static int misuse(Streams io, String program, String complaint, int status) {
        io.err().line(complaint);
        if (!complaint.startsWith(program + ": not simulated: ")) {
            io.err().line("Try '" + program + " --help' for more information.");
        }
        return status;
    }
}
