package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code chmod}: of a file's mode, whether it may be run is kept. */
final class ChmodCommand extends NamedCommand {
    ChmodCommand() {
        super("chmod", "chmod [+x|-x|755|644] FILE...: let a file be run, or not", "+x", "-x");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        if (args.size() < 2) {
            String complaint = args.isEmpty()
                    ? "chmod: missing operand"
                    : "chmod: missing operand after '" + args.getFirst() + "'";
            return Texts.misuse(io, "chmod", complaint, 1);
        }
        String mode = args.getFirst();
        if (!mode.matches("[ugoa]*[+-][rwx]+|0?[0-7]{3}")) {
            if (mode.startsWith("-") || mode.matches("[ugoa]*[+=-].*")) {
                io.err().line("chmod: not simulated: " + mode);
                return 1;
            }
            return Texts.misuse(io, "chmod", "chmod: invalid mode: '" + mode + "'", 1);
        }
        boolean octal = Character.isDigit(mode.charAt(0));
        boolean runs = octal ? (mode.charAt(mode.length() - 3) - '0' & 1) == 1 : mode.contains("+");
        int status = 0;
        for (String name : args.subList(1, args.size())) {
            try {
                if (octal || mode.contains("x")) {
                    session.files().setExecutable(session.resolve(name), runs);
                } else if (!session.files().exists(session.resolve(name))) {
                    throw new FileException(FileException.NO_SUCH_FILE);
                }
            } catch (FileException e) {
                io.err().line("chmod: cannot access '" + name + "': " + e.getMessage());
                status = 1;
            }
        }
        return status;
    }
}
