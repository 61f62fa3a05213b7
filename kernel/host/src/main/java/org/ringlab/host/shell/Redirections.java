package org.ringlab.host.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;

/** The redirections of one command: they are made before it runs, and files get what was printed once it is done. */
final class Redirections {
    private final Session session;
    private final List<Sink> sinks = new ArrayList<>();

    Redirections(Session session) {
        this.session = session;
    }

    /** A file that gets what was printed once the command is done. */
    private record Sink(String path, StringBuilder text) {}

    /** The streams after the redirections; empty where one can't be made (said on standard error). */
    Optional<Streams> apply(List<Syntax.Redirect> redirects, Streams streams, Expansion expansion)
            throws ExpansionException {
        Streams io = streams;
        for (Syntax.Redirect redirect : redirects) {
            String target = expansion.text(redirect.target().word());
            String path = session.resolve(target);
            try {
                switch (redirect.kind()) {
                    case HERE_DOCUMENT -> io = new Streams(new Input(target), io.out(), io.err());
                    case HERE_STRING -> io = new Streams(new Input(target + "\n"), io.out(), io.err());
                    case READ -> io = new Streams(Input.ofFile(session.files().read(path)), io.out(), io.err());
                    case DUPLICATE -> {
                        if (!target.equals("1") && !target.equals("2")) {
                            streams.err().line(session.where() + target + ": Bad file descriptor");
                            return Optional.empty();
                        }
                        io = directed(io, redirect.descriptor(), target.equals("1") ? io.out() : io.err());
                    }
                    case WRITE, APPEND, WRITE_BOTH -> {
                        session.files().open(path, redirect.kind() == Syntax.Redirect.Kind.APPEND);
                        Sink sink = new Sink(path, new StringBuilder());
                        sinks.add(sink);
                        Output output = new Output(sink.text::append);
                        io = directed(io, redirect.descriptor(), output);
                        if (redirect.kind() == Syntax.Redirect.Kind.WRITE_BOTH) {
                            io = directed(io, 2, output);
                        }
                    }
                }
            } catch (FileException e) {
                streams.err().line(session.where() + target + ": " + e.getMessage());
                return Optional.empty();
            }
        }
        return Optional.of(io);
    }

    private static Streams directed(Streams io, int descriptor, Output to) {
        return switch (descriptor) {
            case 1 -> new Streams(io.in(), to, io.err());
            case 2 -> new Streams(io.in(), io.out(), to);
            default -> io;
        };
    }

    /** Files get what was printed so far; the status, 1 where one can't take it. */
    int flush(String name, int status, Output complaints) {
        int result = status;
        for (Sink sink : sinks) {
            if (sink.text.isEmpty()) {
                continue;
            }
            try {
                session.files().append(sink.path, sink.text.toString());
                sink.text.setLength(0);
            } catch (FileException e) {
                boolean builtin = name.equals("echo") || name.equals("printf");
                complaints.line((builtin ? session.where() : "") + name + ": write error: " + e.getMessage());
                result = 1;
            }
        }
        return result;
    }
}
