package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code rmmod} of kmod: removes modules, and nothing else. */
final class RmmodCommand extends NamedCommand {
    RmmodCommand() {
        super("rmmod", "rmmod MODULE...: remove kernel modules");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        List<String> names = args.stream().filter(a -> !a.startsWith("-")).toList();
        if (names.isEmpty()) {
            io.err().line("rmmod: ERROR: missing module name.");
            return 1;
        }
        int status = 0;
        for (String word : names) {
            String name = word.replace('-', '_');
            Machine machine = session.machine();
            switch (machine.modules().remove(name)) {
                case DONE -> HelperModule.named(name).ifPresent(helper -> helper.unload(machine));
                case IN_USE -> {
                    List<String> users = machine.modules().users(name);
                    io.err()
                            .line("rmmod: ERROR: Module " + name + " is in use"
                                    + (users.isEmpty() ? "" : " by: " + String.join(" ", users)));
                    status = 1;
                }
                case ALREADY, UNKNOWN, UNSUPPORTED, BAD_PARAMETER -> {
                    io.err().line("rmmod: ERROR: Module " + name + " is not currently loaded");
                    status = 1;
                }
            }
        }
        return status;
    }
}
