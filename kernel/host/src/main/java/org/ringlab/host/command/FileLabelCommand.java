package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import org.ringlab.host.files.FileException;
import org.ringlab.host.files.FileSystem;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.host.software.Selinux;

/** {@code chcon -t}, {@code restorecon} and {@code semanage fcontext}: the types of files. */
final class FileLabelCommand extends NamedCommand {
    FileLabelCommand(String name) {
        super(
                name,
                switch (name) {
                    case "chcon" -> "chcon [-R] -t TYPE FILE...: give files another type";
                    case "restorecon" -> "restorecon [-R] [-v] FILE...: give files the type that the policy says";
                    default -> "semanage fcontext -a|-d [-t TYPE] 'PATH(/.*)?': rules about types of one's own";
                });
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        return switch (name()) {
            case "chcon" -> chcon(session, args, io);
            case "restorecon" -> restorecon(session, args, io);
            default -> semanage(session.machine().selinux(), args, io);
        };
    }

    private static int chcon(Session session, List<String> args, Streams io) {
        Options options = Options.parse(args, "t:Rv", "type:", "recursive");
        String type = options.value("-t", options.value("--type", ""));
        if (options.complaint("chcon").isPresent() || type.isEmpty()) {
            io.err().line("chcon: not simulated: without -t TYPE");
            return 1;
        }
        int status = 0;
        for (String name : options.operands()) {
            String path = session.resolve(name);
            if (!session.files().exists(path)) {
                io.err().line("chcon: cannot access ‘" + name + "’: No such file or directory");
                status = 1;
                continue;
            }
            boolean deep = options.has("-R") || options.has("--recursive");
            for (String each : below(session, path, deep)) {
                session.machine().selinux().label(each, type);
            }
        }
        return status;
    }

    private static int restorecon(Session session, List<String> args, Streams io) {
        Options options = Options.parse(args, "RrvFin");
        int status = 0;
        for (String name : options.operands()) {
            String path = session.resolve(name);
            if (!session.files().exists(path)) {
                io.err().line("restorecon:  lstat(" + name + ") failed:  No such file or directory");
                status = 255;
                continue;
            }
            Selinux selinux = session.machine().selinux();
            for (String each : below(session, path, options.has("-R") || options.has("-r"))) {
                selinux.restore(each)
                        .filter(before -> options.has("-v"))
                        .ifPresent(before -> io.out()
                                .line("restorecon reset " + each + " context system_u:object_r:" + before
                                        + ":s0->system_u:object_r:" + selinux.type(each) + ":s0"));
            }
        }
        return status;
    }

    private static List<String> below(Session session, String path, boolean deep) {
        List<String> all = new ArrayList<>(List.of(path));
        for (int i = 0; deep && i < all.size() && all.size() < Session.STEP_BUDGET; i++) {
            String directory = all.get(i);
            if (session.files().isDirectory(directory)) {
                try {
                    session.files().list(directory).forEach(name -> all.add(FileSystem.resolve(directory, name)));
                } catch (FileException gone) {
                    // then there is nothing below it
                }
            }
        }
        return all;
    }

    private static int semanage(Selinux selinux, List<String> args, Streams io) {
        if (args.isEmpty() || !args.getFirst().equals("fcontext")) {
            io.err().line("semanage: not simulated: " + String.join(" ", args));
            return 1;
        }
        Options options = Options.parse(args.subList(1, args.size()), "adt:l", "add", "delete", "type:");
        String type = options.value("-t", options.value("--type", ""));
        String pattern = options.operands().isEmpty() ? "" : options.operands().getFirst();
        if (options.has("-a") && !type.isEmpty() && !pattern.isEmpty()) {
            selinux.addRule(pattern, type);
            return 0;
        }
        if (options.has("-d") && !pattern.isEmpty()) {
            if (!selinux.removeRule(pattern)) {
                io.err().line("ValueError: File context for " + pattern + " is not defined");
                return 1;
            }
            return 0;
        }
        io.err().line("semanage: not simulated: " + String.join(" ", args));
        return 1;
    }
}
