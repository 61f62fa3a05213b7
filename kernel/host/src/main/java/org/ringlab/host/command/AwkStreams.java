package org.ringlab.host.command;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringlab.host.command.AwkLexer.Mistake;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Input;
import org.ringlab.host.shell.Output;
import org.ringlab.host.shell.Streams;

/** The files and commands that an awk program reads and writes by name, until it closes them or ends. */
final class AwkStreams {
    private final Session session;
    private final Streams io;
    private final Map<String, AwkInput> inputs = new HashMap<>();
    private final Map<String, Written> outputs = new LinkedHashMap<>();

    /** What was written to a command. */
    private record Written(boolean command, StringBuilder text) {}

    AwkStreams(Session session, Streams io) {
        this.session = session;
        this.io = io;
    }

    void print(String text, String kind, String name) throws Mistake {
        if (name.equals("/dev/stderr")) {
            io.err().print(text);
            return;
        }
        if (name.equals("/dev/stdout") || name.equals("-")) {
            io.out().print(text);
            return;
        }
        boolean first = !outputs.containsKey(name);
        Written open = outputs.computeIfAbsent(name, n -> new Written(kind.equals("|"), new StringBuilder()));
        if (open.command()) {
            open.text().append(text);
            return;
        }
        try {
            if (first && kind.equals(">")) {
                session.files().write(session.resolve(name), text);
            } else {
                session.files().append(session.resolve(name), text);
            }
        } catch (FileException e) {
            throw new Mistake("cannot open \"" + name + "\" for output (" + e.getMessage() + ")");
        }
    }

    /** What is read under a name; empty where a file can't be. */
    Optional<AwkInput> input(String kind, String name) {
        AwkInput open = inputs.get(kind + name);
        if (open == null) {
            StringBuilder text = new StringBuilder();
            if (kind.equals("|")) {
                run(name, new Streams(io.in(), new Output(text::append), io.err()));
            } else {
                try {
                    text.append(
                            name.equals("-") ? io.in().rest() : session.files().read(session.resolve(name)));
                } catch (FileException e) {
                    return Optional.empty();
                }
            }
            open = new AwkInput(text.toString());
            inputs.put(kind + name, open);
        }
        return Optional.of(open);
    }

    /** {@code system}: the command's status. */
    int run(String command) {
        return run(command, io);
    }

    private int run(String command, Streams streams) {
        return Commands.run(session, "sh", List.of("-c", command), streams);
    }

    /** 0, or −1 where nothing is open under that name. */
    int close(String name) {
        boolean read = inputs.remove("|" + name) != null | inputs.remove("<" + name) != null;
        Written written = outputs.remove(name);
        if (written != null && written.command()) {
            return run(name, new Streams(new Input(written.text().toString()), io.out(), io.err()));
        }
        return read || written != null ? 0 : -1;
    }

    /** The program ends: commands get what was written to them. */
    void closeAll() {
        for (String name : List.copyOf(outputs.keySet())) {
            close(name);
        }
    }
}
