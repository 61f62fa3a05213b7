package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code cat} of coreutils. */
final class CatCommand extends NamedCommand {
    CatCommand() {
        super("cat", "cat [-n] [FILE]...: print files one after another", "-n");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(args, "nAbEsTuv");
        if (options.complaint("cat").isPresent()) {
            return Texts.misuse(io, "cat", options.complaint("cat").get(), 1);
        }
        int[] number = {0};
        boolean all = Texts.each("cat", options.operands(), session, io, file -> {
            if (!options.has("-n")) {
                io.out().print(file.content());
                return;
            }
            for (String line : Texts.lines(file.content())) {
                io.out().line(Texts.right(String.valueOf(++number[0]), 6) + "\t" + line);
            }
        });
        return all ? 0 : 1;
    }
}
