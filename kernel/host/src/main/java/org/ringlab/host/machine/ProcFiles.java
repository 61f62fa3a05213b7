package org.ringlab.host.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.ringlab.host.files.FileException;
import org.ringlab.host.files.GeneratedFile;
import org.ringlab.host.files.Mount;
import org.ringlab.host.files.MountTable;
import org.ringlab.host.files.Volume;
import org.ringlab.host.namespaces.NamespaceFile;
import org.ringlab.host.namespaces.NamespaceKind;
import org.ringlab.host.namespaces.PidNamespace;
import org.ringlab.host.namespaces.Task;
import org.ringlab.host.namespaces.UserNamespace;

/** {@code /proc}: the processes that a mounted one shows, and what a process sees of its own namespaces. */
final class ProcFiles {
    private ProcFiles() {}

    /** All files by their paths below {@code /proc}. */
    static Map<String, GeneratedFile> all(Machine machine, Volume proc, Task viewer) {
        Map<String, GeneratedFile> files = new TreeMap<>();
        files.put("sys/kernel/hostname", new Hostname(viewer));
        files.put(
                "mounts",
                linked("self/mounts", () -> mounts(viewer.memberships().mnt().mounts())));
        machine.processes().shownBy(proc).ifPresent(namespace -> {
            for (Task process : machine.processes().seenFrom(namespace)) {
                process.pid(namespace).ifPresent(pid -> put(machine, files, pid + "/", process, namespace, viewer));
            }
            viewer.pid(namespace).ifPresent(pid -> {
                files.put("self", GeneratedFile.linkTo(String.valueOf(pid)));
                put(machine, files, "self/", viewer, namespace, viewer);
            });
        });
        return files;
    }

    private static void put(
            Machine machine,
            Map<String, GeneratedFile> files,
            String directory,
            Task process,
            PidNamespace namespace,
            Task viewer) {
        for (NamespaceKind kind : machine.namespaceKinds()) {
            files.put(
                    directory + "ns/" + kind.file(),
                    new NamespaceFile(process.memberships().of(kind), true));
        }
        if (machine.namespaceKinds().contains(NamespaceKind.TIME)) {
            files.put(
                    directory + "ns/pid_for_children",
                    new NamespaceFile(process.memberships().pidForChildren(), true));
            files.put(
                    directory + "ns/time_for_children",
                    new NamespaceFile(process.memberships().time(), true));
        }
        files.put(
                directory + "cgroup",
                GeneratedFile.readOnly(() -> machine.cgroups().of(process).orElse("0::/\n")));
        files.put(directory + "cmdline", GeneratedFile.readOnly(() -> String.join("\0", process.command()) + "\0"));
        files.put(directory + "comm", GeneratedFile.readOnly(() -> name(process) + "\n"));
        files.put(directory + "status", GeneratedFile.readOnly(() -> status(process, namespace)));
        files.put(
                directory + "mounts",
                GeneratedFile.readOnly(() -> mounts(process.memberships().mnt().mounts())));
        files.put(
                directory + "mountinfo",
                GeneratedFile.readOnly(
                        () -> mountInfo(process.memberships().mnt().mounts())));
        UserNamespace user = process.memberships().user();
        files.put(directory + "uid_map", new IdMap(user, viewer, () -> user.users(), user::mapUsers));
        files.put(directory + "gid_map", new IdMap(user, viewer, () -> user.groups(), user::mapGroups));
        files.put(directory + "setgroups", new SetGroups(user));
    }

    /** The program's name: the last part of its first word, at most 15 characters. */
    static String name(Task process) {
        String word = process.command().getFirst().replaceFirst("^-", "");
        String name = word.substring(word.lastIndexOf('/') + 1);
        return name.equals("init") ? "systemd" : name.length() > 15 ? name.substring(0, 15) : name;
    }

    private static String status(Task process, PidNamespace viewer) {
        List<String> numbers = new ArrayList<>();
        for (Optional<PidNamespace> ns = Optional.of(process.memberships().pid());
                ns.isPresent();
                ns = ns.get().parent()) {
            process.pid(ns.get()).ifPresent(n -> numbers.addFirst(String.valueOf(n)));
            if (ns.get() == viewer) {
                break;
            }
        }
        int user = process.user();
        int group = process.group();
        return String.format(
                Locale.ROOT,
                "Name:\t%s\nState:\tS (sleeping)\nTgid:\t%d\nPid:\t%d\nPPid:\t%d\nUid:\t%d\t%d\t%d\t%d\n"
                        + "Gid:\t%d\t%d\t%d\t%d\nNSpid:\t%s\n",
                name(process),
                process.pid(viewer).orElse(0),
                process.pid(viewer).orElse(0),
                process.parent().flatMap(p -> p.pid(viewer)).orElse(0),
                user,
                user,
                user,
                user,
                group,
                group,
                group,
                group,
                String.join("\t", numbers));
    }

    private static String mounts(MountTable table) {
        StringBuilder text = new StringBuilder();
        for (Mount mount : table.all()) {
            text.append(String.join(
                            " ", mount.source(), mount.target(), mount.volume().type(), mount.options(), "0 0"))
                    .append('\n');
        }
        return text.toString();
    }

    private static String mountInfo(MountTable table) {
        StringBuilder text = new StringBuilder();
        List<Mount> all = table.all();
        for (int i = 0; i < all.size(); i++) {
            Mount mount = all.get(i);
            int parent = 0;
            for (int j = 0; j < i; j++) {
                String above = all.get(j).target();
                boolean covers = above.equals("/")
                        || mount.target().equals(above)
                        || mount.target().startsWith(above + "/");
                parent = covers ? 21 + j : parent;
            }
            text.append(String.format(
                    Locale.ROOT,
                    "%d %d 0:%d %s %s %s - %s %s %s\n",
                    21 + i,
                    parent == 0 ? 1 : parent,
                    20 + i,
                    mount.root(),
                    mount.target(),
                    mount.options(),
                    mount.volume().type(),
                    mount.source(),
                    mount.isReadOnly() ? "ro" : "rw"));
        }
        return text.toString();
    }

    private interface Text {
        String text();
    }

    private static GeneratedFile linked(String target, Text text) {
        return new GeneratedFile() {
            @Override
            public String read() {
                return text.text();
            }

            @Override
            public void write(String written) throws FileException {
                throw new FileException(FileException.PERMISSION_DENIED);
            }

            @Override
            public Optional<String> link() {
                return Optional.of(target);
            }
        };
    }

    /** {@code /proc/sys/kernel/hostname} of the reader's own namespace. */
    private record Hostname(Task viewer) implements GeneratedFile {
        @Override
        public String read() {
            return viewer.memberships().uts().hostname() + "\n";
        }

        @Override
        public void write(String text) throws FileException {
            if (!viewer.mayChange(viewer.memberships().uts())) {
                throw new FileException(FileException.NOT_PERMITTED);
            }
            viewer.memberships().uts().setHostname(text.strip());
        }
    }

    private interface Ranges {
        List<UserNamespace.Range> get();
    }

    /** {@code uid_map}, {@code gid_map}: written once, by somebody with powers in the parent or for the own number alone. */
    private record IdMap(UserNamespace namespace, Task writer, Ranges ranges, Predicate<List<UserNamespace.Range>> set)
            implements GeneratedFile {
        @Override
        public String read() {
            return UserNamespace.text(ranges.get());
        }

        @Override
        public void write(String text) throws FileException {
            Optional<List<UserNamespace.Range>> map = UserNamespace.parse(text);
            if (map.isEmpty()) {
                throw new FileException(FileException.INVALID_ARGUMENT);
            }
            boolean powerful = namespace.parent().filter(writer::isCapable).isPresent();
            boolean own = map.get().size() == 1
                    && map.get().getFirst().count() == 1
                    && map.get().getFirst().outside()
                            == namespace.parent().map(UserNamespace::rootUser).orElse(0);
            if (!powerful && !own || !set.test(map.get())) {
                throw new FileException(FileException.NOT_PERMITTED);
            }
        }
    }

    /** {@code setgroups}. */
    private record SetGroups(UserNamespace namespace) implements GeneratedFile {
        @Override
        public String read() {
            return namespace.setgroups() + "\n";
        }

        @Override
        public void write(String text) throws FileException {
            if (!text.strip().equals("deny")) {
                throw new FileException(FileException.INVALID_ARGUMENT);
            }
            namespace.denySetgroups();
        }
    }
}
