package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Shell;
import org.ringlab.host.shell.ShellOptions;
import org.ringlab.host.shell.Streams;

/** {@code bash -c TEXT}, {@code bash FILE}, and text from standard input: a shell of its own. */
final class BashCommand extends NamedCommand {
    private static final int MISUSE = 2;
    private static final int NOT_FOUND = 127;

    BashCommand(String name) {
        super(
                name,
                name + " [-eux] [-c TEXT | FILE] [ARGUMENT]...: runs shell text in a shell of its own",
                "-c",
                "-x",
                "-e");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Session child = session.child();
        int at = 0;
        boolean text = false;
        while (at < args.size() && args.get(at).matches("-[euxfcs]+")) {
            for (char letter : args.get(at).substring(1).toCharArray()) {
                text |= letter == 'c';
                if (ShellOptions.LETTERS.containsKey(letter)) {
                    child.options().add(ShellOptions.LETTERS.get(letter));
                }
            }
            at++;
        }
        List<String> rest = args.subList(at, args.size());
        String script;
        String shown = name();
        if (text) {
            if (rest.isEmpty()) {
                io.err().line(name() + ": -c: option requires an argument");
                return MISUSE;
            }
            script = rest.getFirst();
            shown = rest.size() > 1 ? rest.get(1) : name();
            child.setPositional(rest.stream().skip(2).toList());
        } else if (rest.isEmpty()) {
            script = io.in().rest();
        } else {
            shown = rest.getFirst();
            try {
                script = session.files().read(session.resolve(shown));
            } catch (FileException e) {
                boolean directory = session.files().isDirectory(session.resolve(shown));
                io.err().line((directory ? shown : name()) + ": " + shown + ": " + e.getMessage());
                return directory ? 126 : NOT_FOUND;
            }
            child.setPositional(rest.subList(1, rest.size()));
        }
        int status = Shell.script(child, shown, script, io);
        session.ended(child);
        return status;
    }
}
