package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.host.files.FileException;
import org.ringlab.host.files.Mount;
import org.ringlab.host.files.MountTable;
import org.ringlab.host.files.Volume;
import org.ringlab.host.machine.Session;
import org.ringlab.host.namespaces.NamespaceFile;
import org.ringlab.host.shell.Streams;
import org.ringlab.host.virt.InstallMedia;

/** {@code mount} of util-linux: tmpfs, proc and bind mounts, in the mount namespace of the process. */
final class MountCommand extends NamedCommand {
    private static final int FAILED = 32;

    MountCommand() {
        super(
                "mount",
                "mount, mount -t tmpfs|proc SOURCE DIRECTORY, mount --bind OLD NEW: show or change what is mounted where",
                "-t",
                "-o",
                "--bind");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(
                args,
                "t:o:rwnvaB",
                "bind",
                "rbind",
                "types:",
                "options:",
                "make-private",
                "make-rprivate",
                "read-only");
        if (options.complaint("mount").isPresent()) {
            return Texts.misuse(io, "mount", options.complaint("mount").get(), 1);
        }
        List<String> words = options.operands();
        MountTable table = session.process().memberships().mnt().mounts();
        String type = options.value("-t", options.value("--types", ""));
        if (words.isEmpty() && !options.has("--bind")) {
            table.all().stream()
                    .filter(m -> type.isEmpty() || m.volume().type().equals(type))
                    .forEach(m -> io.out()
                            .line(m.source() + " on " + m.target() + " type "
                                    + m.volume().type() + " (" + m.options() + ")"));
            return 0;
        }
        if (options.has("--make-private") || options.has("--make-rprivate")) {
            return 0;
        }
        List<String> wishes = new ArrayList<>(
                List.of(options.value("-o", options.value("--options", "")).split(",")));
        if (options.has("-r") || options.has("--read-only")) {
            wishes.add("ro");
        }
        boolean bind = options.has("--bind") || options.has("--rbind") || options.has("-B") || wishes.contains("bind");
        if (wishes.contains("remount") && words.size() <= 2 && !words.isEmpty()) {
            return remount(session, words.getLast(), wishes, io);
        }
        if (words.size() == 1 && !bind) {
            io.err().line("mount: " + words.get(0) + ": can't find in /etc/fstab.");
            return 1;
        }
        if (words.size() != 2) {
            return Texts.misuse(io, "mount", "mount: bad usage", 1);
        }
        return mount(session, type, bind, words, wishes, io);
    }

    private static int mount(
            Session session, String type, boolean bind, List<String> words, List<String> wishes, Streams io) {
        String source = words.get(0);
        String target = session.resolve(words.get(1));
        if (session.process().user() != 0) {
            return complain(io, words.get(1), "must be superuser to use mount.");
        }
        if (!session.files().exists(target)) {
            return complain(io, words.get(1), "mount point does not exist.");
        }
        if (!session.process().mayChange(session.process().memberships().mnt())) {
            return complain(io, words.get(1), "permission denied.");
        }
        boolean onDirectory = session.files().isDirectory(target);
        Optional<Mount> made;
        if (bind) {
            String path = session.resolve(source);
            if (!session.files().exists(path)) {
                return complain(io, words.get(1), "special device " + source + " does not exist.");
            }
            if (onDirectory != session.files().isDirectory(path)) {
                return complain(io, words.get(1), "mount point is not a directory.");
            }
            made = session.files()
                    .generated(path)
                    .filter(f -> f instanceof NamespaceFile)
                    .map(f -> new Mount(
                            Volume.file("nsfs", new NamespaceFile(((NamespaceFile) f).namespace(), false)),
                            "/",
                            "nsfs",
                            target,
                            "rw"))
                    .or(() -> Optional.of(session.files().bind(path, target)));
        } else {
            String options = wishes.contains("ro") ? "ro,relatime" : "rw,relatime";
            made = switch (type) {
                case "tmpfs" -> Optional.of(new Mount(Volume.tmpfs(), "/", source, target, options));
                case "proc" ->
                    Optional.of(new Mount(session.process().memberships().pid().proc(), "/", source, target, options));
                case "", "iso9660", "auto" -> cd(session, source, target);
                default -> Optional.empty();
            };
            if (made.filter(m -> m.volume().type().equals("iso9660")).isPresent() && !wishes.contains("ro")) {
                io.err().line("mount: " + made.get().source() + " is write-protected, mounting read-only");
            }
            if (made.isEmpty()
                    && List.of("sysfs", "devtmpfs", "cgroup", "cgroup2", "overlay", "nfs")
                            .contains(type)) {
                io.err().line("mount: not simulated: file systems of type " + type);
                return FAILED;
            }
            if (made.isEmpty()) {
                return complain(io, words.get(1), "special device " + source + " does not exist.");
            }
            if (!onDirectory) {
                return complain(io, words.get(1), "mount point is not a directory.");
            }
        }
        Mount mount = wishes.contains("ro") ? made.get().withOptions("ro,relatime") : made.get();
        if (!session.files().mounts().add(mount)) {
            return complain(io, words.get(1), "mount(2) system call failed: No space left on device.");
        }
        return 0;
    }

    /** A CD's image, by a loop device: those of the lab hold the installation medium. */
    private static Optional<Mount> cd(Session session, String source, String target) {
        try {
            return InstallMedia.isCd(session.files().bytesOf(session.resolve(source)))
                    ? Optional.of(new Mount(InstallMedia.mounted(), "/", "/dev/loop0", target, "ro,relatime"))
                    : Optional.empty();
        } catch (FileException none) {
            return Optional.empty();
        }
    }

    private static int remount(Session session, String word, List<String> wishes, Streams io) {
        String target = session.resolve(word);
        MountTable table = session.files().mounts();
        Optional<Mount> old = table.at(target);
        if (old.isEmpty()) {
            return complain(io, word, "mount point not mounted or bad option.");
        }
        if (!session.process().mayChange(session.process().memberships().mnt())) {
            return complain(io, word, "permission denied.");
        }
        String options = old.get().options();
        if (wishes.contains("ro")) {
            options = options.replaceFirst("^rw", "ro");
        } else if (wishes.contains("rw")) {
            options = options.replaceFirst("^ro", "rw");
        }
        table.replace(old.get(), old.get().withOptions(options));
        return 0;
    }

    private static int complain(Streams io, String target, String why) {
        io.err().line("mount: " + target + ": " + why);
        io.err().line("       dmesg(1) may have more information after failed mount system call.");
        return FAILED;
    }
}
