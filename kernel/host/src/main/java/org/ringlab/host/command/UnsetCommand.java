package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.ArrayVariables;
import org.ringlab.host.shell.Streams;
import org.ringlab.host.shell.Variables;

/** {@code unset}, bash's builtin. */
final class UnsetCommand extends NamedCommand {
    UnsetCommand() {
        super("unset", "unset [-fv] NAME...: forget variables or functions", "-f", "-v");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        List<String> names = new ArrayList<>();
        String only = "";
        for (String arg : args) {
            if (!names.isEmpty() || !arg.matches("-.+")) {
                names.add(arg);
            } else if (arg.matches("-[fv]")) {
                only = arg;
            } else if (arg.equals("-n")) {
                io.err().line("unset: not simulated: -n");
                return 1;
            } else if (!arg.equals("--")) {
                io.err().line(session.where() + "unset: -" + arg.charAt(1) + ": invalid option");
                io.err().line("unset: usage: unset [-f] [-v] [-n] [name ...]");
                return 2;
            }
        }
        int status = 0;
        for (String name : names) {
            status |= one(session, name, only, io);
        }
        return status;
    }

    private static int one(Session session, String word, String only, Streams io) {
        int bracket = word.indexOf('[');
        boolean element = bracket > 0 && word.endsWith("]");
        String name = element ? word.substring(0, bracket) : word;
        if (only.equals("-f")) {
            session.functions().remove(word);
            return 0;
        }
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            if (only.isEmpty() && session.functions().remove(word) != null) {
                return 0;
            }
            io.err().line(session.where() + "unset: `" + word + "': not a valid identifier");
            return 1;
        }
        if (session.scope().is(name, Variables.Attribute.READONLY)) {
            io.err().line(session.where() + "unset: " + name + ": cannot unset: readonly variable");
            return 1;
        }
        boolean variable = session.scope().names().contains(name);
        if (element) {
            ArrayVariables.unset(session, name, word.substring(bracket + 1, word.length() - 1), io.err());
        } else if (variable) {
            session.scope().unset(name);
        } else if (only.isEmpty()) {
            session.functions().remove(word);
        }
        return 0;
    }
}
