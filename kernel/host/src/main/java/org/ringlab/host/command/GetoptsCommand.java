package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.host.shell.Variables;

/** {@code getopts}, bash's builtin: the next option of a script's or function's arguments. */
final class GetoptsCommand extends NamedCommand {
    GetoptsCommand() {
        super("getopts", "getopts LETTERS NAME [ARGUMENT]...: take the next option from the arguments");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        if (args.size() < 2) {
            io.err().line("getopts: usage: getopts optstring name [arg ...]");
            return 2;
        }
        String letters = args.getFirst();
        String name = args.get(1);
        List<String> words = args.size() > 2 ? args.subList(2, args.size()) : session.positional();
        int index =
                Texts.number(session.variables().getOrDefault("OPTIND", "1")).orElse(1);
        int offset = session.optionOffset(index);
        boolean quiet = letters.startsWith(":");
        session.variables().remove("OPTARG");
        String word = index >= 1 && index <= words.size() ? words.get(index - 1) : "";
        if (offset == 0 && (!word.startsWith("-") || word.equals("-") || word.equals("--"))) {
            next(session, word.equals("--") ? index + 1 : index, 0);
            return set(session, name, "?", 1, io);
        }
        offset = Math.max(1, offset);
        char letter = word.charAt(offset);
        boolean lastOfWord = offset + 1 == word.length();
        int at = letter == ':' ? -1 : letters.indexOf(letter, quiet ? 1 : 0);
        if (at < 0) {
            next(session, lastOfWord ? index + 1 : index, lastOfWord ? 0 : offset + 1);
            return wrong(session, name, letter, quiet, "illegal option -- ", "?", io);
        }
        boolean valued = at + 1 < letters.length() && letters.charAt(at + 1) == ':';
        if (!valued) {
            next(session, lastOfWord ? index + 1 : index, lastOfWord ? 0 : offset + 1);
            return set(session, name, String.valueOf(letter), 0, io);
        }
        if (lastOfWord && index >= words.size()) {
            next(session, index + 1, 0);
            return wrong(session, name, letter, quiet, "option requires an argument -- ", ":", io);
        }
        session.variables().put("OPTARG", lastOfWord ? words.get(index) : word.substring(offset + 1));
        next(session, index + (lastOfWord ? 2 : 1), 0);
        return set(session, name, String.valueOf(letter), 0, io);
    }

    private static void next(Session session, int index, int offset) {
        session.variables().put("OPTIND", String.valueOf(index));
        session.setOptionOffset(index, offset);
    }

    private static int wrong(
            Session session, String name, char letter, boolean quiet, String what, String sign, Streams io) {
        if (quiet) {
            session.variables().put("OPTARG", String.valueOf(letter));
            return set(session, name, sign, 0, io);
        }
        if (!session.variables().getOrDefault("OPTERR", "1").equals("0")) {
            io.err().line(session.where().replaceFirst(":.*", "") + ": " + what + letter);
        }
        return set(session, name, "?", 0, io);
    }

    private static int set(Session session, String name, String value, int status, Streams io) {
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            io.err().line(session.where() + "getopts: `" + name + "': not a valid identifier");
            return 1;
        }
        return Variables.assign(session, name, value, io.err()) ? status : 1;
    }
}
