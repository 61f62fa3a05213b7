package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code unshare -n}: runs a program in a network namespace of its own, which ends with it. */
final class UnshareCommand extends NamedCommand {
    UnshareCommand() {
        super("unshare", "unshare -n COMMAND…: run a program in a new network namespace", "-n", "--net");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        List<String> words = new ArrayList<>(args);
        boolean net = false;
        while (!words.isEmpty() && words.get(0).startsWith("-")) {
            String option = words.remove(0);
            if (!option.equals("-n") && !option.equals("--net")) {
                io.err().line("unshare: not simulated: " + option + " (network namespaces only)");
                return 1;
            }
            net = true;
        }
        List<String> command = words.isEmpty() ? List.of("bash") : words;
        if (!Programs.exists(command.get(0))) {
            io.err().line("unshare: failed to execute " + command.get(0) + ": No such file or directory");
            return 127;
        }
        if (!net) {
            return Programs.run(session, session.machine(), command, io);
        }
        Machine fresh = session.machine().unnamedNamespace("unshare");
        int status = Programs.run(session, fresh, command, io);
        fresh.dissolve();
        return status;
    }
}
