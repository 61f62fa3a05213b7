package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Shell;
import org.ringlab.host.shell.Streams;

/** {@code bash -c TEXT}, {@code bash FILE}, and text from standard input: a shell of its own. */
final class BashCommand extends NamedCommand {
    private static final int MISUSE = 2;
    private static final int NOT_FOUND = 127;

    BashCommand(String name) {
        super(name, name + " -c TEXT | " + name + " FILE: runs shell text in a shell of its own", "-c");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        String script;
        if (args.isEmpty()) {
            script = io.in().rest();
        } else if (args.get(0).equals("-c")) {
            if (args.size() == 1) {
                io.err().line(name() + ": -c: option requires an argument");
                return MISUSE;
            }
            script = args.get(1);
        } else {
            try {
                script = session.files().read(session.resolve(args.get(0)));
            } catch (FileException e) {
                io.err().line(name() + ": " + args.get(0) + ": " + e.getMessage());
                return NOT_FOUND;
            }
        }
        Session child = session.child();
        int status = Shell.runProgram(child, script, io);
        session.ended(child);
        return status;
    }
}
