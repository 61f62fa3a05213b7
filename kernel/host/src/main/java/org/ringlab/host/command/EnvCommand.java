package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code env} and {@code printenv} of coreutils: the environment of programs, and programs with another one. */
final class EnvCommand extends NamedCommand {
    private static final int WRONG = 125;

    EnvCommand(String name) {
        super(
                name,
                name.equals("env")
                        ? "env [-i] [-u NAME] [NAME=VALUE]... [COMMAND [ARGUMENT]...]: run a program in another environment"
                        : "printenv [NAME]...: print the environment",
                "-0");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Map<String, String> environment = new TreeMap<>(session.scope().environment());
        return name().equals("env") ? env(session, environment, args, io) : printed(environment, args, io);
    }

    private static int printed(Map<String, String> environment, List<String> args, Streams io) {
        int status = 0;
        for (String name : args) {
            if (environment.containsKey(name)) {
                io.out().line(environment.get(name));
            } else {
                status = 1;
            }
        }
        if (args.isEmpty()) {
            environment.forEach((name, value) -> io.out().line(name + "=" + value));
        }
        return status;
    }

    private static int env(Session session, Map<String, String> environment, List<String> args, Streams io) {
        int at = 0;
        String end = "\n";
        for (; at < args.size() && args.get(at).startsWith("-"); at++) {
            String option = args.get(at);
            if (option.equals("--")) {
                at++;
                break;
            } else if (option.equals("-") || option.equals("-i") || option.equals("--ignore-environment")) {
                environment.clear();
            } else if (option.equals("-0") || option.equals("--null")) {
                end = "\0";
            } else if (option.startsWith("--unset=")) {
                environment.remove(option.substring("--unset=".length()));
            } else if (option.startsWith("-u") && !option.equals("-u")) {
                environment.remove(option.substring(2));
            } else if (option.equals("-u") && at + 1 < args.size()) {
                environment.remove(args.get(++at));
            } else if (option.equals("-u")) {
                return Texts.misuse(io, "env", "env: option requires an argument -- 'u'", WRONG);
            } else if (option.matches("-[CSv]|--(chdir|split-string|debug|.*-signal)(=.*)?")) {
                io.err().line("env: not simulated: " + option);
                return WRONG;
            } else {
                String said = option.startsWith("--")
                        ? "unrecognized option '" + option + "'"
                        : "invalid option -- '" + option.charAt(1) + "'";
                return Texts.misuse(io, "env", "env: " + said, WRONG);
            }
        }
        for (; at < args.size() && args.get(at).indexOf('=') >= 0; at++) {
            int equals = args.get(at).indexOf('=');
            environment.put(args.get(at).substring(0, equals), args.get(at).substring(equals + 1));
        }
        if (at == args.size()) {
            String after = end;
            environment.forEach((name, value) -> io.out().print(name + "=" + value + after));
            return 0;
        }
        List<String> words = new ArrayList<>(args.subList(at, args.size()));
        if (!Programs.exists(words.getFirst())) {
            io.err().line("env: '" + words.getFirst() + "': No such file or directory");
            return 127;
        }
        Session child = session.child();
        child.scope().clear();
        environment.forEach(child.scope()::export);
        int status = Programs.run(child, session.process().memberships(), words, io);
        session.ended(child);
        return status;
    }
}
