package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code man}: says no. */
final class ManCommand extends NamedCommand {
    ManCommand() {
        super("man", "man NAME: there are no manual pages here; see help");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        if (args.isEmpty()) {
            io.err().line("What manual page do you want?");
            return 1;
        }
        String topic = args.get(args.size() - 1);
        io.err().line("No manual entry for " + topic);
        if (Commands.find(topic).isPresent()) {
            io.err().line("(a simulated host has no manual pages; `help " + topic + "` says a little)");
        }
        return 16;
    }
}
