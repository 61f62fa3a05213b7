package org.ringlab.host.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
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
            Optional<Streams> next = one(redirect, io, streams.err(), expansion);
            if (next.isEmpty()) {
                return next;
            }
            io = next.get();
        }
        return Optional.of(io);
    }

    private Optional<Streams> one(Syntax.Redirect redirect, Streams io, Output complaints, Expansion expansion)
            throws ExpansionException {
        int number = redirect.descriptor();
        Word word = redirect.target().word();
        switch (redirect.kind()) {
            case HERE_DOCUMENT -> {
                return Optional.of(io.with(number, reading(new Input(expansion.text(word)))));
            }
            case HERE_STRING -> {
                return Optional.of(io.with(number, reading(new Input(expansion.text(word) + "\n"))));
            }
            case READ, READ_WRITE, WRITE, APPEND, WRITE_BOTH, DUPLICATE -> {}
        }
        List<String> fields = expansion.fields(List.of(word));
        if (fields.size() != 1) {
            complaints.line(session.where() + redirect.text() + ": ambiguous redirect");
            return Optional.empty();
        }
        String target = fields.getFirst();
        if (redirect.kind() == Syntax.Redirect.Kind.DUPLICATE) {
            return duplicated(redirect, target, io, complaints);
        }
        if (target.matches("/dev/(stdin|stdout|stderr|fd/[0-9]{1,2})")
                && !session.files().exists(target)) {
            String meant = target.replaceFirst("^/dev/(fd/)?", "");
            int other = "stdin stdout stderr".contains(meant)
                    ? List.of("stdin", "stdout", "stderr").indexOf(meant)
                    : Integer.parseInt(meant);
            if (io.at(other).isPresent()) {
                return Optional.of(io.with(number, io.at(other).get()));
            }
        }
        try {
            return Optional.of(opened(redirect, session.resolve(target), io));
        } catch (FileException e) {
            complaints.line(session.where() + target + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Streams.Descriptor reading(Input input) {
        return new Streams.Descriptor(Optional.of(input), Optional.empty());
    }

    private Optional<Streams> duplicated(Syntax.Redirect redirect, String target, Streams io, Output complaints) {
        if (target.equals("-")) {
            return Optional.of(io.without(redirect.descriptor()));
        }
        boolean moves = target.matches("[0-9]{1,4}-");
        String digits = moves ? target.substring(0, target.length() - 1) : target;
        if (!digits.matches("[0-9]{1,4}")) {
            complaints.line(session.where() + redirect.text() + ": ambiguous redirect");
            return Optional.empty();
        }
        int other = Integer.parseInt(digits);
        Optional<Streams.Descriptor> open = io.at(other);
        if (open.isEmpty()) {
            complaints.line(session.where() + other + ": Bad file descriptor");
            return Optional.empty();
        }
        Streams made = io.with(redirect.descriptor(), open.get());
        return Optional.of(moves && other != redirect.descriptor() ? made.without(other) : made);
    }

    /** Opens a file. */
    private Streams opened(Syntax.Redirect redirect, String path, Streams io) throws FileException {
        boolean reads = redirect.kind() == Syntax.Redirect.Kind.READ;
        if (reads) {
            return io.with(
                    redirect.descriptor(), reading(Input.ofFile(session.files().read(path))));
        }
        boolean both = redirect.kind() == Syntax.Redirect.Kind.READ_WRITE;
        if (session.options().contains("noclobber")
                && redirect.kind() == Syntax.Redirect.Kind.WRITE
                && session.files().exists(path)
                && !path.startsWith("/dev/")) {
            throw new FileException("cannot overwrite existing file");
        }
        session.files().open(path, both || redirect.kind() == Syntax.Redirect.Kind.APPEND);
        Sink sink = new Sink(path, new StringBuilder());
        sinks.add(sink);
        Optional<Input> input = both ? Optional.of(Input.ofFile(session.files().read(path))) : Optional.empty();
        Streams.Descriptor opened = new Streams.Descriptor(input, Optional.of(new Output(sink.text::append)));
        Streams made = io.with(redirect.descriptor(), opened);
        return redirect.kind() == Syntax.Redirect.Kind.WRITE_BOTH ? made.with(2, opened) : made;
    }

    /** Files get what was printed so far whenever a command is done, as long as {@code body} runs. */
    int during(IntSupplier body, Output complaints) {
        if (sinks.isEmpty()) {
            return body.getAsInt();
        }
        Runnable flushing = () -> flush("bash", 0, complaints);
        session.openFiles().add(flushing);
        int status = body.getAsInt();
        session.openFiles().remove(flushing);
        return flush("bash", status, complaints);
    }

    /** Files get what was printed whenever a command is done, from now on: {@code exec} made them. */
    void last(Output complaints) {
        if (!sinks.isEmpty()) {
            session.openFiles().add(() -> flush("bash", 0, complaints));
        }
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
