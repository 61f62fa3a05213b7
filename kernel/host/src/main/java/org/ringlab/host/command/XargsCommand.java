package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Input;
import org.ringlab.host.shell.Streams;
import org.ringlab.host.shell.Words;

/** {@code xargs} of findutils: words of standard input become arguments. */
final class XargsCommand extends NamedCommand {
    XargsCommand() {
        super(
                "xargs",
                "xargs [-n N] [-I MARK] [-r] [COMMAND [ARGUMENT]...]: run a command with words of standard input",
                "-n",
                "-I",
                "-r");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        int most = Integer.MAX_VALUE;
        String mark = "";
        boolean needsSome = false;
        boolean shows = false;
        int at = 0;
        while (at < args.size() && args.get(at).startsWith("-")) {
            String option = args.get(at++);
            if (option.equals("-r")) {
                needsSome = true;
            } else if (option.equals("-t")) {
                shows = true;
            } else if (option.startsWith("-n") || option.startsWith("-I") || option.startsWith("-L")) {
                String value = option.length() > 2 ? option.substring(2) : at < args.size() ? args.get(at++) : "";
                if (option.startsWith("-I")) {
                    mark = value;
                } else if (option.startsWith("-L")) {
                    io.err().line("xargs: not simulated: -L");
                    return 1;
                } else {
                    Optional<Integer> number = Texts.number(value);
                    if (number.isEmpty() || number.get() < 1) {
                        io.err()
                                .line("xargs: "
                                        + (number.isEmpty()
                                                ? "invalid number \"" + value + "\" for -n option"
                                                : "value " + value + " for -n option should be >= 1"));
                        return 1;
                    }
                    most = number.get();
                }
            } else {
                io.err().line("xargs: not simulated: " + option);
                return 1;
            }
        }
        List<String> command = at < args.size() ? args.subList(at, args.size()) : List.of("echo");
        String text = io.in().rest();
        List<List<String>> groups = new ArrayList<>();
        if (mark.isEmpty()) {
            Optional<List<String>> words = Words.split(text.replace('\n', ' '));
            if (words.isEmpty()) {
                io.err()
                        .line(
                                "xargs: unmatched single quote; by default quotes are special to xargs unless you use the -0 option");
                return 1;
            }
            for (int i = 0; i < words.get().size() || i == 0 && !needsSome; ) {
                int end = (int) Math.min((long) i + most, words.get().size());
                groups.add(words.get().subList(i, end));
                i = Math.max(end, i + 1);
            }
        } else {
            text.lines()
                    .map(String::stripLeading)
                    .filter(line -> !line.isEmpty())
                    .forEach(line -> groups.add(List.of(line)));
        }
        int status = 0;
        for (List<String> group : groups) {
            List<String> words = new ArrayList<>();
            for (String word : command) {
                words.add(mark.isEmpty() ? word : word.replace(mark, group.getFirst()));
            }
            if (mark.isEmpty()) {
                words.addAll(group);
            }
            if (shows) {
                io.err().line(String.join(" ", words));
            }
            if (!Programs.exists(words.getFirst())) {
                io.err().line("xargs: " + words.getFirst() + ": No such file or directory");
                return 127;
            }
            List<String> all = words.subList(1, words.size());
            String name = words.getFirst().substring(words.getFirst().lastIndexOf('/') + 1);
            Session child = session.child();
            int one = Commands.run(child, name, all, new Streams(Input.empty(), io.out(), io.err()));
            session.ended(child);
            if (one == 255) {
                io.err().line("xargs: " + words.getFirst() + ": exited with status 255; aborting");
                return 124;
            }
            status = one == 0 ? status : 123;
        }
        return status;
    }
}
