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
        List<Texts.Named> files = Texts.read("cat", options.operands(), session, io);
        int number = 0;
        for (Texts.Named file : files) {
            if (!options.has("-n")) {
                io.out().print(file.content());
                continue;
            }
            for (String line : Texts.lines(file.content())) {
                io.out().line(Texts.right(String.valueOf(++number), 6) + "\t" + line);
            }
        }
        return files.size() == Math.max(1, options.operands().size()) ? 0 : 1;
    }
}
