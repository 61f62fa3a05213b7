package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Quoting;
import org.ringlab.host.shell.Shell;
import org.ringlab.host.shell.ShellOptions;
import org.ringlab.host.shell.Streams;
import org.ringlab.host.shell.Transforms;

/** bash's builtins that change the shell itself: parameters, options, functions' ends, more text to run. */
final class ShellBuiltins extends NamedCommand {
    private ShellBuiltins(String name, String synopsis) {
        super(name, synopsis);
    }

    /** All of them. */
    static List<Command> all() {
        return List.of(
                new ShellBuiltins(".", ". FILE: run a file's lines in this shell"),
                new ShellBuiltins(
                        "command", "command [-v] NAME [ARGUMENT]...: run a program, not a function; -v: which it is"),
                new ShellBuiltins("eval", "eval TEXT...: run text"),
                new ShellBuiltins("let", "let EXPRESSION...: calculate"),
                new ShellBuiltins("return", "return [STATUS]: leave a function"),
                new ShellBuiltins(
                        "set", "set [-euxf] [-o pipefail] [--] [ARGUMENT]...: options and parameters of the shell"),
                new ShellBuiltins("shift", "shift [N]: drop the first parameters"),
                new ShellBuiltins("source", "source FILE: run a file's lines in this shell"),
                new ShellBuiltins("trap", "trap TEXT EXIT: run text when the script ends"),
                new ShellBuiltins("type", "type NAME...: what a name stands for"));
    }

    private static final Set<String> KEYWORDS =
            Set.of(("if then else elif fi case esac for select while until do done in function time { } ! [[ ]] coproc")
                    .split(" "));

    @Override
    public int run(Session session, List<String> args, Streams io) {
        return switch (name()) {
            case ".", "source" -> source(session, args, io);
            case "command" -> command(session, args, io);
            case "eval" -> Shell.inside(session, shellName(session), String.join(" ", args), io);
            case "let" -> let(session, args, io);
            case "return" -> leave(session, args, io);
            case "set" -> set(session, args, io);
            case "shift" -> shift(session, args, io);
            case "trap" -> trap(session, args, io);
            default -> type(session, args, io);
        };
    }

    private static String shellName(Session session) {
        return session.where().contains(": line ") ? session.where().replaceFirst(": line .*", "") : "";
    }

    private int complain(Session session, Streams io, String what, int status) {
        io.err().line(session.where() + name() + ": " + what);
        return status;
    }

    private int source(Session session, List<String> args, Streams io) {
        if (args.isEmpty()) {
            complain(session, io, "filename argument required", 2);
            io.err().line(name() + ": usage: " + name() + " filename [arguments]");
            return 2;
        }
        String text;
        try {
            text = session.files().read(session.resolve(args.getFirst()));
        } catch (FileException e) {
            io.err().line(session.where() + args.getFirst() + ": " + e.getMessage());
            return 1;
        }
        List<String> outer = session.positional();
        session.changeSourcing(1);
        if (args.size() > 1) {
            session.setPositional(args.subList(1, args.size()));
        }
        int status = Shell.inside(session, args.getFirst(), text, io);
        session.setPositional(outer);
        session.changeSourcing(-1);
        if (session.flow() == Session.Flow.RETURN) {
            session.setFlow(Session.Flow.ON);
            return session.status();
        }
        return status;
    }

    private int command(Session session, List<String> args, Streams io) {
        List<String> words = new ArrayList<>(args);
        boolean asks = !words.isEmpty()
                && (words.getFirst().equals("-v") || words.getFirst().equals("-V"));
        if (asks) {
            words.removeFirst();
            int status = 1;
            for (String word : words) {
                if (session.functions().containsKey(word)
                        || KEYWORDS.contains(word)
                        || !Programs.exists(word) && Commands.find(word).isPresent()) {
                    io.out().line(word);
                    status = 0;
                } else if (Programs.exists(word)) {
                    io.out().line(Programs.isBuiltin(word) || word.contains("/") ? word : "/usr/bin/" + word);
                    status = 0;
                }
            }
            return status;
        }
        if (words.isEmpty()) {
            return 0;
        }
        Optional<Command> found =
                Commands.find(session.machine(), words.getFirst().replaceFirst("^(/usr)?(/local)?/s?bin/", ""));
        if (found.isEmpty()) {
            io.err().line(session.where() + words.getFirst() + ": command not found");
            return 127;
        }
        return found.get().run(session, words.subList(1, words.size()), io);
    }

    private int let(Session session, List<String> args, Streams io) {
        if (args.isEmpty()) {
            return complain(session, io, "expression expected", 1);
        }
        long value = 0;
        for (String expression : args) {
            Optional<Long> one = Shell.arithmetic(session, expression, name(), io.err());
            if (one.isEmpty()) {
                return 1;
            }
            value = one.get();
        }
        return value == 0 ? 1 : 0;
    }

    private int leave(Session session, List<String> args, Streams io) {
        int status = session.status();
        if (!args.isEmpty()) {
            Optional<Long> number = Texts.longNumber(args.getFirst());
            if (number.isEmpty()) {
                complain(session, io, args.getFirst() + ": numeric argument required", 2);
            }
            status = (int) (number.orElse(2L) & 255);
        }
        if (!session.inFunction() && !session.isSourcing()) {
            return complain(
                    session, io, "can only `return' from a function or sourced script", status == 0 ? 1 : status);
        }
        session.setStatus(status);
        session.setFlow(Session.Flow.RETURN);
        return status;
    }

    private int set(Session session, List<String> args, Streams io) {
        int at = 0;
        while (at < args.size() && args.get(at).matches("[-+][a-zA-Z]+")) {
            boolean on = args.get(at).startsWith("-");
            for (char letter : args.get(at).substring(1).toCharArray()) {
                if (letter == 'o' && at + 1 == args.size()) {
                    listOptions(session, on, io);
                    return 0;
                }
                String option = letter == 'o' ? args.get(++at) : ShellOptions.LETTERS.getOrDefault(letter, "");
                if (!ShellOptions.isSimulated(option)) {
                    return unknownOption(session, (on ? "-" : "+") + letter, letter == 'o' ? option : "", io);
                }
                if (on) {
                    session.options().add(option);
                } else {
                    session.options().remove(option);
                }
                if (letter == 'o') {
                    break;
                }
            }
            at++;
        }
        boolean dashes = at < args.size() && args.get(at).equals("--");
        if (dashes || at < args.size()) {
            session.setPositional(args.subList(dashes ? at + 1 : at, args.size()));
        } else if (args.isEmpty()) {
            session.scope().names().stream()
                    .filter(session.scope()::isSet)
                    .forEach(name -> io.out().line(Transforms.listed(session, name)));
        }
        return 0;
    }

    private static void listOptions(Session session, boolean asTable, Streams io) {
        for (String name : ShellOptions.NAMES) {
            boolean on = session.options().contains(name)
                    || List.of("braceexpand", "hashall", "interactive-comments").contains(name);
            io.out()
                    .line(
                            asTable
                                    ? String.format(Locale.ROOT, "%-15s\t%s", name, on ? "on" : "off")
                                    : "set " + (on ? "-" : "+") + "o " + name);
        }
    }

    private int unknownOption(Session session, String option, String name, Streams io) {
        boolean real =
                name.isEmpty() ? "abhkmnptvBCEHPT".indexOf(option.charAt(1)) >= 0 : ShellOptions.NAMES.contains(name);
        if (real) {
            io.err().line("set: not simulated: " + option + (name.isEmpty() ? "" : " " + name));
            return 1;
        }
        if (!name.isEmpty()) {
            return complain(session, io, name + ": invalid option name", 2);
        }
        complain(session, io, option + ": invalid option", 2);
        io.err().line("set: usage: set [-abefhkmnptuvxBCEHPT] [-o option-name] [--] [-] [arg ...]");
        return 2;
    }

    private int shift(Session session, List<String> args, Streams io) {
        Optional<Long> number = args.isEmpty() ? Optional.of(1L) : Texts.longNumber(args.getFirst());
        if (number.isEmpty()) {
            return complain(session, io, args.getFirst() + ": numeric argument required", 1);
        }
        List<String> parameters = session.positional();
        if (number.get() < 0) {
            return complain(session, io, number.get() + ": shift count out of range", 1);
        }
        if (number.get() > parameters.size()) {
            return 1;
        }
        session.setPositional(parameters.subList(number.get().intValue(), parameters.size()));
        return 0;
    }

    /** Signals come from nobody; the end of a script does. */
    private int trap(Session session, List<String> args, Streams io) {
        if (args.isEmpty() || args.getFirst().equals("-p")) {
            List<String> wanted = args.stream().skip(1).map(Signals::name).toList();
            session.traps().entrySet().stream()
                    .sorted(Comparator.comparingInt(e -> Signals.number(e.getKey())))
                    .filter(e -> wanted.isEmpty() || wanted.contains(e.getKey()))
                    .forEach(e -> io.out()
                            .line("trap -- " + Quoting.reusable(e.getValue()) + " " + Signals.shown(e.getKey())));
            return 0;
        }
        if (args.getFirst().equals("-l")) {
            io.out().print(Signals.table());
            return 0;
        }
        List<String> words = args.getFirst().equals("--") ? args.subList(1, args.size()) : args;
        boolean resets = words.size() == 1 && Signals.number(Signals.name(words.getFirst())) >= 0;
        if (words.size() < 2 && !resets) {
            io.err().line("trap: usage: trap [-lp] [[arg] signal_spec ...]");
            return 2;
        }
        int status = 0;
        for (String word : resets ? words : words.subList(1, words.size())) {
            String signal = Signals.name(word);
            if (Signals.number(signal) < 0) {
                status = complain(session, io, word + ": invalid signal specification", 1);
            } else if (List.of("DEBUG", "RETURN").contains(signal)) {
                io.err().line("trap: not simulated: " + signal);
                status = 1;
            } else if (resets || words.getFirst().equals("-")) {
                session.traps().remove(signal);
            } else {
                session.traps().put(signal, words.getFirst());
            }
        }
        return status;
    }

    private int type(Session session, List<String> args, Streams io) {
        int status = 0;
        if (!args.isEmpty() && args.getFirst().matches("-[apPf]+")) {
            io.err().line("type: not simulated: " + args.getFirst());
            return 1;
        }
        if (!args.isEmpty() && args.getFirst().equals("-t")) {
            for (String word : args.subList(1, args.size())) {
                boolean known = Commands.find(session.machine(), word).isPresent();
                String kind = session.functions().containsKey(word)
                        ? "function"
                        : KEYWORDS.contains(word)
                                ? "keyword"
                                : Programs.isBuiltin(word) ? "builtin" : known ? "file" : "";
                io.out().print(kind.isEmpty() ? "" : kind + "\n");
                status = kind.isEmpty() ? 1 : status;
            }
            return status;
        }
        for (String word : args) {
            if (session.functions().containsKey(word)) {
                io.out().line(word + " is a function");
            } else if (KEYWORDS.contains(word)) {
                io.out().line(word + " is a shell keyword");
            } else if (Programs.isBuiltin(word)) {
                io.out().line(word + " is a shell builtin");
            } else if (Commands.find(session.machine(), word).isPresent()) {
                io.out().line(word + " is /usr/bin/" + word);
            } else {
                status = complain(session, io, word + ": not found", 1);
            }
        }
        return status;
    }
}
