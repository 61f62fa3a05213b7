package org.ringlab.host.command;

import java.util.List;
import java.util.Optional;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.host.vm.VmReply;
import org.ringlab.host.vm.VmVerbs;

/** {@code vm}: Ringlab's own, for guests under every method of virtualisation. */
final class VmCommand extends NamedCommand {
    VmCommand() {
        super(
                "vm",
                "vm SUBCOMMAND …: run a guest by emulation, translation, hypercalls or hardware (Ringlab's own command)");
    }

    @Override
    public List<String> words(Session session, List<String> before) {
        return before.size() <= 1 ? VmVerbs.NAMES : List.of();
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        VmReply reply = new VmVerbs(name -> text(session, name)).run(args);
        reply.lines().forEach(io.out()::line);
        reply.problems().forEach(problem -> io.err().line("vm: " + problem));
        return reply.status();
    }

    private static Optional<String> text(Session session, String name) {
        try {
            return Optional.of(session.files().read(session.resolve(name)));
        } catch (FileException e) {
            return Optional.empty();
        }
    }
}
