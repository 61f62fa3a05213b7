package org.ringlab.host.command;

import java.util.List;
import java.util.Optional;
import org.ringlab.host.Profile;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code sysctl} of procps: kernel settings by their dotted names. */
final class SysctlCommand extends NamedCommand {
    SysctlCommand() {
        super(
                "sysctl",
                "sysctl [-n] NAME | sysctl -w NAME=VALUE | sysctl -a | sysctl -p [FILE]: kernel settings",
                "-a",
                "-n",
                "-p",
                "-q",
                "-w");
    }

    @Override
    public List<String> words(Session session, List<String> before) {
        return List.copyOf(session.machine().stack().sysctls().all().keySet());
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(
                args,
                "anwqepNAVbr:",
                "all",
                "system",
                "values",
                "write",
                "load",
                "ignore",
                "names",
                "quiet",
                "version",
                "pattern:",
                "binary");
        Optional<String> complaint = options.complaint("sysctl");
        if (complaint.isPresent() || args.isEmpty()) {
            String usage = "\nUsage:\n sysctl [options] [variable[=value] ...]\n\nFor more details see sysctl(8).";
            if (complaint.isPresent()) {
                return Texts.wrong(io, complaint.get(), usage, 1);
            }
            io.err().line(usage);
            return 1;
        }
        if (options.has("-V") || options.has("--version")) {
            io.out()
                    .line(
                            session.machine().profile() == Profile.CENTOS7
                                    ? "sysctl from procps-ng 3.3.10"
                                    : "sysctl from procps-ng 4.0.2");
            return 0;
        }
        boolean namesOnly = options.has("-N") || options.has("--names");
        boolean binary = options.has("-b") || options.has("--binary");
        String pattern = options.value("-r", options.value("--pattern", ""));
        if (binary || !pattern.isEmpty()) {
            io.err().line("sysctl: not simulated: " + (binary ? "-b" : "-r"));
            return 1;
        }
        if (options.has("-a") || options.has("-A") || options.has("--all")) {
            session.machine()
                    .stack()
                    .sysctls()
                    .all()
                    .forEach((name, value) -> io.out().line(namesOnly ? name : name + " = " + value));
            return 0;
        }
        if (options.has("-p") || options.has("--load")) {
            String file = options.operands().isEmpty()
                    ? "/etc/sysctl.conf"
                    : options.operands().get(0);
            return load(session, file, io, options.has("-q"));
        }
        boolean plain = options.has("-n") || options.has("--values");
        int status = 0;
        for (String word : options.operands()) {
            status |= word.contains("=") || options.has("-w")
                    ? assign(session, word, io, options.has("-q"), plain)
                    : show(session, word, io, plain, namesOnly, options.has("-e") || options.has("--ignore"));
        }
        return status;
    }

    private static int load(Session session, String file, Streams io, boolean quiet) {
        String text;
        try {
            text = session.files().read(session.resolve(file));
        } catch (FileException e) {
            io.err().line("sysctl: cannot open \"" + file + "\": " + e.getMessage());
            return 1;
        }
        int status = 0;
        for (String line : Texts.lines(text)) {
            String setting = line.strip();
            if (!setting.isEmpty() && !setting.startsWith("#") && !setting.startsWith(";")) {
                status |= assign(session, setting.replaceFirst("\\s*=\\s*", "="), io, quiet, false);
            }
        }
        return status;
    }

    private static int assign(Session session, String word, Streams io, boolean quiet, boolean plain) {
        int equals = word.indexOf('=');
        if (equals > 0 && equals == word.length() - 1) {
            io.err().line("sysctl: setting key \"" + word.substring(0, equals) + "\": Invalid argument");
            return 1;
        }
        if (equals <= 0) {
            io.err().line("sysctl: command line(0): invalid syntax, continuing...");
            return 1;
        }
        String name = word.substring(0, equals).replace('/', '.');
        String value = word.substring(equals + 1).strip();
        String path = "/proc/sys/" + name.replace('.', '/');
        try {
            session.files().read(path);
            session.files().append(path, value + "\n");
        } catch (FileException e) {
            io.err()
                    .line(
                            e.getMessage() != null && e.getMessage().equals(FileException.NO_SUCH_FILE)
                                    ? "sysctl: cannot stat " + path + ": " + e.getMessage()
                                    : "sysctl: setting key \"" + name + "\": " + e.getMessage());
            return 1;
        }
        if (!quiet) {
            io.out().line(plain ? value : name + " = " + value);
        }
        return 0;
    }

    private static int show(
            Session session, String word, Streams io, boolean plain, boolean namesOnly, boolean ignores) {
        String name = word.replace('/', '.');
        String path = "/proc/sys/" + name.replace('.', '/');
        try {
            String value = session.files().read(path).strip();
            io.out().line(namesOnly ? name : plain ? value : name + " = " + value);
            return 0;
        } catch (FileException e) {
            if (ignores) {
                return 0;
            }
            io.err().line("sysctl: cannot stat " + path + ": " + e.getMessage());
            return 1;
        }
    }
}
