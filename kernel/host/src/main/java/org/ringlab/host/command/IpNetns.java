package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code ip netns}: network namespaces by name. */
final class IpNetns {
    private static final int MISUSE = 255;

    private final Session session;
    private final Streams io;

    IpNetns(Session session, Streams io) {
        this.session = session;
        this.io = io;
    }

    int run(List<String> args, boolean all) {
        List<String> words = new ArrayList<>(args);
        String word = words.isEmpty() ? "list" : words.remove(0);
        String verb = IpCommand.verb(
                word,
                "list",
                "show",
                "lst",
                "list-id",
                "help",
                "add",
                "set",
                "delete",
                "identify",
                "pids",
                "exec",
                "monitor",
                "attach");
        return switch (verb) {
            case "list", "show", "lst" -> {
                newestFirst().forEach(io.out()::line);
                yield 0;
            }
            case "list-id" -> 0;
            case "add" -> add(words);
            case "delete" -> delete(words, all);
            case "exec" -> all ? execAll(words) : exec(words);
            case "identify" -> {
                newestFirst().stream().filter(this::isHere).forEach(io.out()::line);
                yield 0;
            }
            case "pids" -> pids(words);
            case "set", "attach", "monitor" -> {
                io.err().line("ip: not simulated: ip netns " + verb);
                yield 1;
            }
            default -> IpCommand.unknownCommand(io, word, "netns");
        };
    }

    /** The directory of names lists the newest first. */
    private List<String> newestFirst() {
        return new ArrayList<>(session.machine().namespaces().keySet()).reversed();
    }

    private boolean isHere(String name) {
        return session.machine().namespaces().get(name) == session.machine();
    }

    private int nameless() {
        io.err().line("No netns name specified");
        return 1;
    }

    private int add(List<String> words) {
        if (words.isEmpty()) {
            return nameless();
        }
        String name = words.get(0);
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.contains("/") || name.length() > 255) {
            io.err().line("Invalid netns name \"" + name + "\"");
            return MISUSE;
        }
        if (session.machine().namespaces().containsKey(name)) {
            io.err().line("Cannot create namespace file \"/run/netns/" + name + "\": File exists");
            return 1;
        }
        session.machine().addNamespace(name);
        return 0;
    }

    private int delete(List<String> words, boolean all) {
        if (all) {
            newestFirst().forEach(session.machine()::removeNamespace);
            return 0;
        }
        if (words.isEmpty()) {
            return nameless();
        }
        if (!session.machine().removeNamespace(words.get(0))) {
            io.err()
                    .line("Cannot remove namespace file \"/run/netns/" + words.get(0)
                            + "\": No such file or directory");
            return 1;
        }
        return 0;
    }

    private int exec(List<String> words) {
        if (words.isEmpty()) {
            return nameless();
        }
        if (words.size() == 1) {
            io.err().line("No command specified");
            return 1;
        }
        Optional<Machine> where = open(session, words.get(0), io);
        return where.map(machine -> start(machine, words.subList(1, words.size())))
                .orElse(MISUSE);
    }

    private int execAll(List<String> words) {
        if (words.isEmpty()) {
            io.err().line("No command specified");
            return 1;
        }
        for (String name : newestFirst()) {
            io.out().line("\nnetns: " + name);
            open(session, name, io).ifPresent(machine -> start(machine, words));
        }
        return 0;
    }

    private int start(Machine machine, List<String> command) {
        if (!Programs.exists(command.get(0))) {
            io.err().line("exec of \"" + command.get(0) + "\" failed: No such file or directory");
            return 1;
        }
        return Programs.run(session, machine, command, io);
    }

    private int pids(List<String> words) {
        if (words.isEmpty()) {
            return nameless();
        }
        if (!session.machine().namespaces().containsKey(words.get(0))) {
            io.err().line("Cannot open network namespace: No such file or directory");
            return 1;
        }
        // A lab's services are all the processes there are; they have no numbers.
        return 0;
    }

    /** The namespace of that name, or the program's complaint. */
    static Optional<Machine> open(Session session, String name, Streams io) {
        Optional<Machine> found =
                Optional.ofNullable(session.machine().namespaces().get(name));
        if (found.isEmpty()) {
            io.err().line("Cannot open network namespace \"" + name + "\": No such file or directory");
        }
        return found;
    }
}
