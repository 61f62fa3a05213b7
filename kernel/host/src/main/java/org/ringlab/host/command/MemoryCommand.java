package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.memory.MemoryVerbs;
import org.ringlab.host.memory.Reply;
import org.ringlab.host.shell.Streams;

/** {@code memory}: Ringlab's own, for the bare machine of a lesson about memory. */
final class MemoryCommand extends NamedCommand {
    MemoryCommand() {
        super("memory", "memory SUBCOMMAND …: build page tables, walk them, look at the TLB (Ringlab's own command)");
    }

    @Override
    public List<String> words(Session session, List<String> before) {
        return before.size() <= 1 ? MemoryVerbs.NAMES : List.of();
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Reply reply = MemoryVerbs.run(session.machine().memory(), args);
        reply.lines().forEach(io.out()::line);
        reply.problem().ifPresent(problem -> io.err().line("memory: " + problem));
        return reply.status();
    }
}
