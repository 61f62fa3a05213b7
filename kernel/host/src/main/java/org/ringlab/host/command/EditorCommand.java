package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code vi}, {@code vim}, {@code nano}: nobody sits at the terminal, so where files are edited is said instead. */
final class EditorCommand extends NamedCommand {
    EditorCommand(String name) {
        super(name, name + " FILE: an editor; in a notebook %edit HOST:/PATH");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        String file = args.stream()
                .filter(word -> !word.startsWith("-") && !word.startsWith("+"))
                .findFirst()
                .map(session::resolve)
                .orElse("/PATH");
        String place = session.machine().hostName() + ":" + file;
        io.err()
                .line(name() + ": not simulated: " + name() + "; in a notebook write %edit " + place
                        + " to edit the file, or %%file " + place
                        + " above its text; elsewhere sed -i, or cat > FILE <<EOF");
        return 1;
    }
}
