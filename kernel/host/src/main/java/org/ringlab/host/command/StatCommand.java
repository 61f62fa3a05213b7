package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.Profile;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code stat -c FORMAT} of coreutils: sizes, names and kinds of files. */
final class StatCommand extends NamedCommand {
    StatCommand() {
        super(
                "stat",
                "stat -c FORMAT FILE...: %s size, %b blocks of 512 bytes, %n name, %F kind, %a mode, %u %g owner",
                "-c");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(args, "c:Lft", "format:");
        if (options.complaint("stat").isPresent()) {
            return Texts.misuse(io, "stat", options.complaint("stat").get(), 1);
        }
        if (options.operands().isEmpty()) {
            return Texts.misuse(io, "stat", "stat: missing operand", 1);
        }
        String format = options.value("-c", options.value("--format", ""));
        if (format.isEmpty()) {
            io.err().line("stat: not simulated: without -c FORMAT");
            return 1;
        }
        int status = 0;
        for (String name : options.operands()) {
            try {
                io.out().line(filled(session, session.resolve(name), name, format));
            } catch (FileException e) {
                boolean old = session.machine().profile() == Profile.CENTOS7;
                io.err()
                        .line("stat: cannot stat" + (old ? " ‘" + name + "’" : " '" + name + "'") + ": "
                                + e.getMessage());
                status = 1;
            }
        }
        return status;
    }

    private static String filled(Session session, String path, String name, String format) throws FileException {
        boolean directory = session.files().isDirectory(path);
        long size = session.files().size(path);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                text.append(c);
                continue;
            }
            i++;
            text.append(
                    switch (format.charAt(i)) {
                        case 's' -> String.valueOf(size);
                        case 'b' -> String.valueOf(directory ? 0 : blocks(session, path));
                        case 'B' -> "512";
                        case 'a' -> Integer.toOctalString(session.files().mode(path));
                        case 'u', 'g' -> String.valueOf(session.files().owner(path));
                        case 'U', 'G' -> session.files().owner(path) == 0 ? "root" : "qemu";
                        case 'n' -> name;
                        case 'F' -> directory ? "directory" : size == 0 ? "regular empty file" : "regular file";
                        case '%' -> "%";
                        default -> "?";
                    });
        }
        return text.toString();
    }

    private static long blocks(Session session, String path) throws FileException {
        return session.files().bytesOf(path).allocated() / 512;
    }
}
