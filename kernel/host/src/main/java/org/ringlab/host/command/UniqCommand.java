package org.ringlab.host.command;

import java.util.List;
import java.util.Locale;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code uniq} of coreutils: neighbouring lines that are alike become one. */
final class UniqCommand extends NamedCommand {
    UniqCommand() {
        super("uniq", "uniq [-cdui] [FILE]: take repeated lines together", "-c", "-d", "-u", "-i");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(args, "cdui");
        if (options.complaint("uniq").isPresent()) {
            return Texts.misuse(io, "uniq", options.complaint("uniq").get(), 1);
        }
        if (options.operands().size() > 1) {
            io.err().line("uniq: not simulated: an output file (use >)");
            return 1;
        }
        boolean all = Texts.each("uniq", options.operands(), session, io, file -> {
            List<String> lines = Texts.lines(file.content());
            for (int i = 0; i < lines.size(); ) {
                int end = i + 1;
                while (end < lines.size() && key(lines.get(end), options).equals(key(lines.get(i), options))) {
                    end++;
                }
                int count = end - i;
                boolean shown = options.has("-d") ? count > 1 && !options.has("-u") : !options.has("-u") || count == 1;
                if (shown) {
                    io.out()
                            .line((options.has("-c") ? Texts.right(String.valueOf(count), 7) + " " : "")
                                    + lines.get(i));
                }
                i = end;
            }
        });
        return all ? 0 : 1;
    }

    private static String key(String line, Options options) {
        return options.has("-i") ? line.toLowerCase(Locale.ROOT) : line;
    }
}
