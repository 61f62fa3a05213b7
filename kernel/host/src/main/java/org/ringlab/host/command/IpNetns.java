package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.namespaces.Memberships;
import org.ringlab.host.namespaces.Namespace;
import org.ringlab.host.namespaces.NamespaceKind;
import org.ringlab.host.namespaces.NetNamespace;
import org.ringlab.host.namespaces.PidNamespace;
import org.ringlab.host.namespaces.Task;
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
            case "identify" -> identify(words);
            case "pids" -> pids(words);
            case "attach" -> attach(words);
            case "set", "monitor" -> {
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

    private int identify(List<String> words) {
        Optional<Task> process = words.isEmpty() || words.get(0).equals("self")
                ? Optional.of(session.process())
                : Texts.number(words.get(0))
                        .flatMap(pid -> session.machine()
                                .processes()
                                .find(session.process().memberships().pid(), pid));
        if (process.isEmpty()) {
            boolean number = words.get(0).matches("\\d+");
            io.err()
                    .line(
                            number
                                    ? "Cannot open network namespace: No such file or directory"
                                    : "Specified string '" + words.get(0) + "' is not a pid");
            return 1;
        }
        Machine there = session.machine().at(process.get().memberships().net());
        newestFirst().stream()
                .filter(name -> session.machine().namespaces().get(name) == there)
                .forEach(io.out()::line);
        return 0;
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
        if (!session.process().mayChange(session.machine().namespace())) {
            io.err().line("mount --make-shared /run/netns failed: Operation not permitted");
            return 1;
        }
        session.machine().addNamespace(name, session.process().memberships().user());
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
        Memberships here = session.process().memberships();
        // It sees a /sys of its own, for which it needs mounts of its own (lib/namespace.c, netns_switch).
        Namespace mounts = session.machine().processes().unshared(NamespaceKind.MNT, here);
        return Programs.run(session, here.with(machine.namespace()).with(mounts), command, io);
    }

    /** The program itself goes to another network namespace ({@code ip -n NAME}). */
    static void enter(Session session, Machine machine) {
        session.process().enter(session.process().memberships().with(machine.namespace()));
    }

    private int pids(List<String> words) {
        if (words.isEmpty()) {
            return nameless();
        }
        if (!session.machine().namespaces().containsKey(words.get(0))) {
            io.err().line("Cannot open network namespace: No such file or directory");
            return 1;
        }
        NetNamespace namespace = Objects.requireNonNull(
                        session.machine().namespaces().get(words.get(0)))
                .namespace();
        PidNamespace viewer = session.process().memberships().pid();
        session.machine().processes().seenFrom(viewer).stream()
                .filter(p -> p.memberships().net() == namespace)
                .forEach(p -> io.out().line(String.valueOf(p.pid(viewer).orElse(0))));
        return 0;
    }

    /** {@code ip netns attach NAME PID}: a name for the namespace that a process is in. */
    private int attach(List<String> words) {
        if (words.size() < 2) {
            io.err().line(words.isEmpty() ? "No netns name specified" : "No PID specified");
            return 1;
        }
        Optional<Task> process = Texts.number(words.get(1))
                .flatMap(pid -> session.machine()
                        .processes()
                        .find(session.process().memberships().pid(), pid));
        if (process.isEmpty()) {
            io.err()
                    .line("Bind /proc/" + words.get(1) + "/ns/net -> /run/netns/" + words.get(0)
                            + " failed: No such file or directory");
            return 1;
        }
        Machine machine = session.machine().at(process.get().memberships().net());
        session.machine().nameNamespace(words.get(0), machine);
        return 0;
    }

    /** The namespace of that name, or the program's complaint. */
    static Optional<Machine> open(Session session, String name, Streams io) {
        Optional<Machine> found =
                Optional.ofNullable(session.machine().namespaces().get(name));
        if (found.isPresent() && !session.process().mayChange(found.get().namespace())) {
            io.err().line("setting the network namespace \"" + name + "\" failed: Operation not permitted");
            return Optional.empty();
        }
        if (found.isEmpty()) {
            io.err().line("Cannot open network namespace \"" + name + "\": No such file or directory");
        }
        return found;
    }
}
