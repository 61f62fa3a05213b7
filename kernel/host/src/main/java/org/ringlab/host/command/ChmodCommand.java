package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code chmod}: the permissions of files. */
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
        int status = 0;
        for (String name : args.subList(1, args.size())) {
            try {
                String path = session.resolve(name);
                if (!session.files().exists(path)) {
                    throw new FileException(FileException.NO_SUCH_FILE);
                }
                session.files()
                        .setMode(
                                path,
                                octal
                                        ? Integer.parseInt(mode, 8)
                                        : changed(session.files().mode(path), mode));
            } catch (FileException e) {
                io.err().line("chmod: cannot access '" + name + "': " + e.getMessage());
                status = 1;
            }
        }
        return status;
    }

    /** A mode after {@code g+w} and the like. */
    private static int changed(int mode, String change) {
        int sign = Math.max(change.indexOf('+'), change.indexOf('-'));
        String who = change.substring(0, sign);
        int bits = 0;
        for (char right : change.substring(sign + 1).toCharArray()) {
            int bit = right == 'r' ? 4 : right == 'w' ? 2 : 1;
            for (int place = 0; place < 3; place++) {
                boolean meant = who.isEmpty() || who.contains("a") || who.indexOf("ogu".charAt(place)) >= 0;
                bits |= meant ? bit << 3 * place : 0;
            }
        }
        return change.charAt(sign) == '+' ? mode | bits : mode & ~bits;
    }
}
