package org.ringlab.host.command;

import java.util.List;
import java.util.Locale;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.host.software.Selinux;

/** {@code getenforce}, {@code setenforce} and {@code sestatus}: SELinux's mode. */
final class SelinuxModeCommand extends NamedCommand {
    SelinuxModeCommand(String name) {
        super(
                name,
                switch (name) {
                    case "getenforce" -> "getenforce: print SELinux's mode";
                    case "setenforce" ->
                        "setenforce Enforcing|Permissive|1|0: change SELinux's mode until the next boot";
                    default -> "sestatus: what SELinux does";
                });
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Selinux selinux = session.machine().selinux();
        return switch (name()) {
            case "getenforce" -> {
                io.out().line(selinux.mode().text());
                yield 0;
            }
            case "setenforce" -> set(selinux, args, io);
            default -> status(session, selinux, io);
        };
    }

    private static int set(Selinux selinux, List<String> args, Streams io) {
        String word = args.size() == 1 ? args.getFirst().toLowerCase(Locale.ROOT) : "";
        boolean enforces = word.equals("1") || word.equals("enforcing");
        if (args.size() == 1 && selinux.mode() == Selinux.Mode.DISABLED) {
            io.err().line("setenforce: SELinux is disabled");
            return 1;
        }
        if (!enforces && !word.equals("0") && !word.equals("permissive")) {
            io.err().line("usage:  setenforce [ Enforcing | Permissive | 1 | 0 ]");
            return 1;
        }
        selinux.enforce(enforces);
        return 0;
    }

    private static int status(Session session, Selinux selinux, Streams io) {
        if (selinux.mode() == Selinux.Mode.DISABLED) {
            line(io, "SELinux status", "disabled");
            return 0;
        }
        line(io, "SELinux status", "enabled");
        line(io, "SELinuxfs mount", "/sys/fs/selinux");
        line(io, "SELinux root directory", "/etc/selinux");
        line(io, "Loaded policy name", "targeted");
        line(io, "Current mode", selinux.mode().text().toLowerCase(Locale.ROOT));
        line(
                io,
                "Mode from config file",
                Selinux.configured(session.files()).text().toLowerCase(Locale.ROOT));
        line(io, "Policy MLS status", "enabled");
        line(io, "Policy deny_unknown status", "allowed");
        line(io, "Max kernel policy version", "31");
        return 0;
    }

    private static void line(Streams io, String what, String value) {
        io.out().line(Texts.left(what + ":", 32) + value);
    }
}
