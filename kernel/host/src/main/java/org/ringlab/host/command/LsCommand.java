package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.host.files.FileException;
import org.ringlab.host.files.GeneratedFile;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code ls} of coreutils, one name a line as into a pipe. */
final class LsCommand extends NamedCommand {
    LsCommand() {
        super("ls", "ls [-la1] [PATH]...: list files", "-l", "-a", "-1");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(args, "la1hAdtr");
        if (options.complaint("ls").isPresent()) {
            return Texts.misuse(io, "ls", options.complaint("ls").get(), 2);
        }
        List<String> names = options.operands().isEmpty() ? List.of(".") : options.operands();
        // As the real one: complaints first, then the files, then the directories.
        List<String> files = new ArrayList<>();
        List<String> directories = new ArrayList<>();
        int status = 0;
        for (String name : names.stream().sorted().toList()) {
            String path = session.resolve(name);
            if (!session.files().exists(path)) {
                io.err().line("ls: cannot access '" + name + "': " + FileException.NO_SUCH_FILE);
                status = 2;
            } else if (session.files().isDirectory(path) && !options.has("-d")) {
                directories.add(name);
            } else {
                files.add(name);
            }
        }
        boolean ok = list(session, files, "", options, io);
        boolean blank = !files.isEmpty();
        for (String name : directories) {
            if (names.size() > 1) {
                io.out().line((blank ? "\n" : "") + name + ":");
            }
            blank = true;
            ok &= listDirectory(session, name, options, io);
        }
        return ok ? status : 2;
    }

    private static boolean listDirectory(Session session, String name, Options options, Streams io) {
        try {
            String path = session.resolve(name);
            boolean all = options.has("-a") || options.has("-A");
            List<String> entries = new ArrayList<>(options.has("-a") ? List.of(".", "..") : List.of());
            session.files().list(path).stream()
                    .filter(entry -> all || !entry.startsWith("."))
                    .forEach(entries::add);
            return list(session, entries, path + "/", options, io);
        } catch (FileException e) {
            return complain(name, e, io);
        }
    }

    private static boolean list(Session session, List<String> names, String directory, Options options, Streams io) {
        boolean ok = true;
        if (options.has("-l") && !directory.isEmpty()) {
            io.out().line("total 0");
        }
        for (String name : options.has("-r") ? names.reversed() : names) {
            try {
                String full = session.resolve(directory + name);
                String link = session.files().link(full).map(to -> " -> " + to).orElse("");
                io.out().line(options.has("-l") ? details(session, full, !link.isEmpty()) + name + link : name);
            } catch (FileException e) {
                ok = complain(name, e, io);
            }
        }
        return ok;
    }

    private static boolean complain(String name, FileException e, Streams io) {
        io.err().line("ls: cannot access '" + name + "': " + e.getMessage());
        return false;
    }

    private static String details(Session session, String path, boolean link) throws FileException {
        Optional<String> device = session.files().generated(path).flatMap(GeneratedFile::device);
        if (device.isPresent()) {
            return device.get() + " Jan  1 00:00 ";
        }
        boolean directory = session.files().isDirectory(path);
        return (link
                        ? "lrwxrwxrwx"
                        : directory ? "drwxr-xr-x" : session.files().isExecutable(path) ? "-rwxr-xr-x" : "-rw-r--r--")
                + " 1 root root " + Texts.right(String.valueOf(session.files().size(path)), 5) + " Jan  1 00:00 ";
    }
}
