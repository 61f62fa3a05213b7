package org.ringlab.host.command;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringlab.host.machine.Session;
import org.ringlab.host.namespaces.Memberships;
import org.ringlab.host.namespaces.Namespace;
import org.ringlab.host.namespaces.NamespaceFile;
import org.ringlab.host.namespaces.NamespaceKind;
import org.ringlab.host.namespaces.Processes;
import org.ringlab.host.namespaces.Task;
import org.ringlab.host.shell.Streams;

/** {@code nsenter} of util-linux: runs a program in namespaces of a process, or in those that files stand for. */
final class NsenterCommand extends NamedCommand {
    private static final Map<Character, String> LETTERS = Map.of(
            'a',
            "all",
            't',
            "target:",
            'F',
            "no-fork",
            'S',
            "setuid:",
            'G',
            "setgid:",
            'r',
            "root",
            'w',
            "wd",
            'V',
            "version",
            'h',
            "help",
            'Z',
            "follow-context");
    private static final List<String> WORDS = List.of(
            "all",
            "target:",
            "no-fork",
            "setuid:",
            "setgid:",
            "root?",
            "wd?",
            "wdns:",
            "preserve-credentials",
            "follow-context",
            "version",
            "help");

    /** In this order they are entered: the user namespace gives the powers for the rest. */
    private static final List<NamespaceKind> ORDER = List.of(
            NamespaceKind.USER,
            NamespaceKind.CGROUP,
            NamespaceKind.IPC,
            NamespaceKind.UTS,
            NamespaceKind.NET,
            NamespaceKind.PID,
            NamespaceKind.MNT,
            NamespaceKind.TIME);

    NsenterCommand() {
        super(
                "nsenter",
                "nsenter -t PID [-a] [-munipU] [COMMAND…], nsenter --net=FILE COMMAND…: run a program in another's namespaces",
                "--target",
                "--all",
                "--mount",
                "--uts",
                "--ipc",
                "--net=",
                "--pid",
                "--user");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        NamespaceOptions options = NamespaceOptions.parse("nsenter", args, LETTERS, WORDS);
        if (options.complaint().isPresent()) {
            return Texts.misuse(io, "nsenter", options.complaint().get(), 1);
        }
        if (options.has("version")) {
            io.out().line("nsenter from util-linux 2.38.1");
            return 0;
        }
        for (String word : List.of("setuid", "setgid", "root", "wd", "wdns", "follow-context", "help")) {
            if (options.has(word)) {
                io.err().line("nsenter: not simulated: --" + word);
                return 1;
            }
        }
        String target = options.value("target").replaceFirst("^=", "");
        if (options.has("target") && !target.matches("\\d{1,9}")) {
            io.err().line("nsenter: failed to parse pid: '" + target + "'");
            return 1;
        }
        if (options.has("all") && !options.has("target")) {
            io.err().line("nsenter: no target PID specified for --all");
            return 1;
        }
        Task self = session.process();
        Processes processes = session.machine().processes();
        Memberships next = self.memberships();
        for (NamespaceKind kind : ORDER) {
            boolean named = options.kinds().containsKey(kind);
            String file = options.kinds().getOrDefault(kind, "");
            if (!named && !options.has("all")) {
                continue;
            }
            Optional<Namespace> found = !file.isEmpty()
                    ? ofFile(session, kind, file.replaceFirst("^=", ""), io)
                    : ofTarget(session, kind, target, io);
            if (found.isEmpty()) {
                return 1;
            }
            if (!named && found.get() == self.memberships().of(kind)) {
                // With --all what is the same already is left out.
                continue;
            }
            Optional<String> why = refusal(kind, found.get(), self, next);
            if (why.isPresent()) {
                io.err().line("nsenter: reassociate to namespace 'ns/" + kind.file() + "' failed: " + why.get());
                return 1;
            }
            next = next.with(found.get());
        }
        List<String> command = options.command();
        boolean forks = next.pidForChildren() != self.memberships().pidForChildren() && !options.has("no-fork");
        processes.enter(self, next);
        if (!Programs.exists(command.get(0))) {
            io.err().line("nsenter: failed to execute " + command.get(0) + ": No such file or directory");
            return 127;
        }
        if (!forks) {
            return Programs.run(session, self.memberships(), command, io);
        }
        Optional<Task> child = processes.fork(self, self.command(), Task.Terminal.CONSOLE);
        if (child.isEmpty()) {
            io.err().line("nsenter: fork failed: Cannot allocate memory");
            return 1;
        }
        session.become(child.get());
        int status = Programs.run(session, child.get().memberships(), command, io);
        session.jobs().wrapStaying(() -> processes.kill(child.get()));
        session.become(self);
        if (!session.jobs().isStaying()) {
            processes.exit(child.get());
        }
        return status;
    }

    private static Optional<Namespace> ofFile(Session session, NamespaceKind kind, String file, Streams io) {
        String path = session.resolve(file);
        if (!session.files().exists(path)) {
            io.err().line("nsenter: cannot open " + file + ": No such file or directory");
            return Optional.empty();
        }
        Optional<Namespace> found = session.files()
                .generated(path)
                .filter(f -> f instanceof NamespaceFile)
                .map(f -> ((NamespaceFile) f).namespace())
                .filter(n -> n.kind() == kind);
        if (found.isEmpty()) {
            io.err().line("nsenter: reassociate to namespace 'ns/" + kind.file() + "' failed: Invalid argument");
        }
        return found;
    }

    private static Optional<Namespace> ofTarget(Session session, NamespaceKind kind, String target, Streams io) {
        if (target.isEmpty()) {
            io.err().line("nsenter: neither filename nor target pid supplied for ns/" + kind.file());
            return Optional.empty();
        }
        String path = "/proc/" + target + "/ns/" + kind.file();
        Optional<Namespace> found = session.files()
                .generated(path)
                .filter(f -> f instanceof NamespaceFile)
                .map(f -> ((NamespaceFile) f).namespace());
        if (found.isEmpty()) {
            io.err().line("nsenter: cannot open " + path + ": No such file or directory");
        }
        return found;
    }

    /** Why the kernel lets nobody in ({@code setns}); empty where it does. */
    private static Optional<String> refusal(NamespaceKind kind, Namespace wanted, Task self, Memberships next) {
        if (kind == NamespaceKind.USER) {
            return wanted == self.memberships().user() ? Optional.of("Invalid argument") : Optional.empty();
        }
        boolean entered = next.user() != self.memberships().user();
        boolean may = entered ? wanted.owner().map(o -> o.isWithin(next.user())).orElse(true) : self.mayChange(wanted);
        return may ? Optional.empty() : Optional.of("Operation not permitted");
    }
}
