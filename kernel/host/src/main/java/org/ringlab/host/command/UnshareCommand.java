package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringlab.host.files.Mount;
import org.ringlab.host.files.Volume;
import org.ringlab.host.machine.Session;
import org.ringlab.host.namespaces.Memberships;
import org.ringlab.host.namespaces.Namespace;
import org.ringlab.host.namespaces.NamespaceFile;
import org.ringlab.host.namespaces.NamespaceKind;
import org.ringlab.host.namespaces.Processes;
import org.ringlab.host.namespaces.Task;
import org.ringlab.host.namespaces.UserNamespace;
import org.ringlab.host.shell.Streams;

/** {@code unshare} of util-linux: runs a program in namespaces of its own, which end with the last process in them. */
final class UnshareCommand extends NamedCommand {
    private static final Map<Character, String> LETTERS = Map.of(
            'f',
            "fork",
            'r',
            "map-root-user",
            'c',
            "map-current-user",
            'R',
            "root:",
            'w',
            "wd:",
            'S',
            "setuid:",
            'G',
            "setgid:",
            'V',
            "version",
            'h',
            "help");
    private static final List<String> WORDS = List.of(
            "fork",
            "map-root-user",
            "map-current-user",
            "map-user:",
            "map-group:",
            "map-users:",
            "map-groups:",
            "map-auto",
            "kill-child?",
            "mount-proc?",
            "propagation:",
            "setgroups:",
            "keep-caps",
            "root:",
            "wd:",
            "setuid:",
            "setgid:",
            "monotonic:",
            "boottime:",
            "version",
            "help");

    UnshareCommand() {
        super(
                "unshare",
                "unshare [-munipU] [-fr] [--mount-proc] [COMMAND…]: run a program in new namespaces",
                "--mount",
                "--uts",
                "--net",
                "--ipc",
                "--pid",
                "--user",
                "--fork",
                "--map-root-user",
                "--mount-proc");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        NamespaceOptions options = NamespaceOptions.parse("unshare", args, LETTERS, WORDS);
        if (options.complaint().isPresent()) {
            return Texts.misuse(io, "unshare", options.complaint().get(), 1);
        }
        if (options.has("version")) {
            io.out().line("unshare from util-linux 2.38.1");
            return 0;
        }
        for (String word :
                List.of("map-auto", "map-users", "map-groups", "root", "setuid", "setgid", "help", "keep-caps")) {
            if (options.has(word)) {
                return notSimulated(io, "--" + word);
            }
        }
        if (options.kinds().containsKey(NamespaceKind.CGROUP) || options.kinds().containsKey(NamespaceKind.TIME)) {
            return notSimulated(io, "cgroup and time namespaces");
        }
        String propagation = options.value("propagation");
        if (options.has("propagation")) {
            if (!List.of("slave", "shared", "private", "unchanged").contains(propagation)) {
                io.err().line("unshare: unsupported propagation mode: " + propagation);
                return 1;
            }
            if (!propagation.equals("private")) {
                return notSimulated(io, "--propagation " + propagation);
            }
        }
        return new Unsharing(session, options, io).run();
    }

    private static int notSimulated(Streams io, String what) {
        io.err().line("unshare: not simulated: " + what);
        return 1;
    }

    /** One call: first the namespaces, then the maps, the fork, {@code /proc}, the program (sys-utils/unshare.c). */
    private static final class Unsharing {
        private final Session session;
        private final NamespaceOptions options;
        private final Streams io;
        private final Processes processes;
        private final Task self;
        private final Map<NamespaceKind, Namespace> made = new EnumMap<>(NamespaceKind.class);

        Unsharing(Session session, NamespaceOptions options, Streams io) {
            this.session = session;
            this.options = options;
            this.io = io;
            processes = session.machine().processes();
            self = session.process();
        }

        int run() {
            Optional<String> failure = unshare().or(this::map).or(this::bind);
            if (failure.isPresent()) {
                return fail(failure.get());
            }
            boolean forks = options.has("fork") || options.has("kill-child");
            if (!forks) {
                return child();
            }
            Optional<Task> child = processes.fork(self, self.command(), Task.Terminal.CONSOLE);
            if (child.isEmpty()) {
                return fail("fork failed: Cannot allocate memory");
            }
            session.become(child.get());
            int status = child();
            session.jobs().wrapStaying(() -> processes.kill(child.get()));
            session.become(self);
            if (!session.jobs().isStaying()) {
                processes.exit(child.get());
            }
            return status;
        }

        private int fail(String why) {
            io.err().line("unshare: " + why);
            return 1;
        }

        private boolean wants(NamespaceKind kind) {
            return options.kinds().containsKey(kind)
                    || kind == NamespaceKind.MNT && options.has("mount-proc")
                    || kind == NamespaceKind.USER
                            && (options.has("map-root-user")
                                    || options.has("map-current-user")
                                    || options.has("map-user")
                                    || options.has("map-group"));
        }

        /** A user namespace comes first: it owns the others, and gives the powers to make them. */
        private Optional<String> unshare() {
            Memberships next = self.memberships();
            List<NamespaceKind> order = new ArrayList<>(List.of(NamespaceKind.USER));
            order.addAll(List.of(
                    NamespaceKind.MNT, NamespaceKind.UTS, NamespaceKind.IPC, NamespaceKind.PID, NamespaceKind.NET));
            boolean user = wants(NamespaceKind.USER);
            boolean unmapped = self.user() == UserNamespace.OVERFLOW;
            for (NamespaceKind kind : order) {
                if (!wants(kind)) {
                    continue;
                }
                if (kind == NamespaceKind.USER ? unmapped : !user && !self.isCapable(next.user())) {
                    return Optional.of("unshare failed: Operation not permitted");
                }
                Namespace fresh = kind == NamespaceKind.NET
                        ? session.machine()
                                .unnamedNamespace("unshare", next.user())
                                .namespace()
                        : processes.unshared(kind, next);
                made.put(kind, fresh);
                next = next.with(fresh);
            }
            processes.enter(self, next);
            return Optional.empty();
        }

        private Optional<String> map() {
            if (!wants(NamespaceKind.USER)) {
                return Optional.empty();
            }
            UserNamespace user = self.memberships().user();
            int outerUser = user.parent().map(UserNamespace::rootUser).orElse(0);
            int outerGroup = user.parent().map(UserNamespace::rootGroup).orElse(0);
            boolean root = options.has("map-root-user");
            boolean same = options.has("map-current-user");
            Optional<Integer> inner = Texts.number(options.value("map-user"));
            Optional<Integer> innerGroup = Texts.number(options.value("map-group"));
            if (options.has("map-user") && inner.isEmpty()) {
                return Optional.of("failed to parse uid: '" + options.value("map-user") + "'");
            }
            if (options.has("map-group") && innerGroup.isEmpty()) {
                return Optional.of("failed to parse gid: '" + options.value("map-group") + "'");
            }
            inner.or(() -> root ? Optional.of(0) : same ? Optional.of(outerUser) : Optional.empty())
                    .ifPresent(to -> user.mapUsers(List.of(new UserNamespace.Range(to, outerUser, 1))));
            innerGroup
                    .or(() -> root ? Optional.of(0) : same ? Optional.of(outerGroup) : Optional.empty())
                    .ifPresent(to -> {
                        user.denySetgroups();
                        user.mapGroups(List.of(new UserNamespace.Range(to, outerGroup, 1)));
                    });
            return Optional.empty();
        }

        /** {@code --uts=FILE}: the file keeps the namespace when nobody is in it any more. */
        private Optional<String> bind() {
            for (Map.Entry<NamespaceKind, String> kind : options.kinds().entrySet()) {
                Namespace namespace = made.get(kind.getKey());
                if (kind.getValue().isEmpty() || namespace == null) {
                    continue;
                }
                String path = session.resolve(kind.getValue().replaceFirst("^=", ""));
                String file = kind.getKey() == NamespaceKind.PID
                        ? "pid_for_children"
                        : kind.getKey().file();
                if (!session.files().exists(path)) {
                    return Optional.of("mount /proc/" + self.pid() + "/ns/" + file + " on " + path
                            + " failed: No such file or directory");
                }
                Volume volume = Volume.file("nsfs", new NamespaceFile(namespace, false));
                parentMounts().add(new Mount(volume, "/", "nsfs", path, "rw"));
            }
            return Optional.empty();
        }

        /** Mounted where it came from, so that others find it. */
        private org.ringlab.host.files.MountTable parentMounts() {
            return self.parent().orElse(self).memberships().mnt().mounts();
        }

        private int child() {
            if (options.has("mount-proc")) {
                String given = options.value("mount-proc");
                String target = given.isEmpty() ? "/proc" : session.resolve(given);
                if (!session.files().isDirectory(target)) {
                    return fail("mount " + target + " failed: No such file or directory");
                }
                Volume proc = session.process().memberships().pid().proc();
                session.files().mounts().add(new Mount(proc, "/", "proc", target, "rw,nosuid,nodev,noexec,relatime"));
            }
            if (options.has("wd")) {
                String directory = session.resolve(options.value("wd"));
                if (!session.files().isDirectory(directory)) {
                    return fail("cannot chdir to '" + options.value("wd") + "': No such file or directory");
                }
                session.changeDirectory(directory);
            }
            List<String> command = options.command();
            if (!Programs.exists(command.get(0))) {
                io.err().line("unshare: failed to execute " + command.get(0) + ": No such file or directory");
                return 127;
            }
            return Programs.run(session, session.process().memberships(), command, io);
        }
    }
}
