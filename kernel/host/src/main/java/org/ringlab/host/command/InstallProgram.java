package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.virt.virsh.VirshEnvironment;

/** A program of virt-manager on a host: {@code virt-install}, {@code virt-clone}, {@code virt-xml}. */
final class InstallProgram extends NamedCommand {
    private final Program program;

    /** The program itself. */
    interface Program {
        /** Runs it; its exit status. */
        int run(VirshEnvironment environment, List<String> args);
    }

    InstallProgram(String name, String synopsis, Program program) {
        super(name, synopsis);
        this.program = program;
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        return program.run(new VirshProgram.Around(session, io), args);
    }
}
