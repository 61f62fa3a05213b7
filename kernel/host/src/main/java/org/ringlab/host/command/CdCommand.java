package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code cd}, bash's builtin. */
final class CdCommand extends NamedCommand {
    CdCommand() {
        super("cd", "cd [DIRECTORY]: change the working directory");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        if (args.size() > 1) {
            io.err().line(session.where() + "cd: too many arguments");
            return 1;
        }
        String wanted = args.isEmpty() ? session.variables().getOrDefault("HOME", "/") : args.get(0);
        String target = wanted.equals("-") ? session.variables().getOrDefault("OLDPWD", session.directory()) : wanted;
        String path = session.resolve(target);
        if (!session.files().isDirectory(path)) {
            String why = session.files().exists(path) ? FileException.NOT_A_DIRECTORY : FileException.NO_SUCH_FILE;
            io.err().line(session.where() + "cd: " + target + ": " + why);
            return 1;
        }
        session.changeDirectory(path);
        if (wanted.equals("-")) {
            io.out().line(path);
        }
        return 0;
    }
}
