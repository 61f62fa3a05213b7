package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code cat} of coreutils. */
final class CatCommand extends NamedCommand {
    CatCommand() {
        super("cat", "cat [-nbsETA] [FILE]...: print files one after another", "-n", "-A");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(args, "nAbEsTuvet");
        if (options.complaint("cat").isPresent()) {
            return Texts.misuse(io, "cat", options.complaint("cat").get(), 1);
        }
        boolean ends = options.has("-A") || options.has("-E") || options.has("-e");
        boolean tabs = options.has("-A") || options.has("-T") || options.has("-t");
        boolean plain = !ends && !tabs && !options.has("-n") && !options.has("-b") && !options.has("-s");
        int[] number = {0};
        boolean[] blank = {false};
        boolean all = Texts.each("cat", options.operands(), session, io, file -> {
            if (plain) {
                io.out().print(file.content());
                return;
            }
            List<String> lines = Texts.lines(file.content());
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                boolean again = line.isEmpty() && blank[0];
                blank[0] = line.isEmpty();
                if (again && options.has("-s")) {
                    continue;
                }
                boolean numbered = options.has("-b") ? !line.isEmpty() : options.has("-n");
                boolean open = i == lines.size() - 1 && !file.content().endsWith("\n");
                io.out()
                        .print((numbered ? Texts.right(String.valueOf(++number[0]), 6) + "\t" : "")
                                + (tabs ? line.replace("\t", "^I") : line)
                                + (open ? "" : (ends ? "$" : "") + "\n"));
            }
        });
        return all ? 0 : 1;
    }
}
