package org.ringlab.host.command;

import java.util.List;
import java.util.Optional;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.RecentFiles;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.iptables.IptablesRestore;

/** {@code iptables-restore}, from standard input or a file. */
final class IptablesRestoreCommand extends NamedCommand {
    IptablesRestoreCommand() {
        super("iptables-restore", "iptables-restore [-c] [-n] [FILE]: put saved rules in place", "-c", "-n", "-t");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Machine machine = session.machine();
        IptablesCommand.nameTable(machine, args);
        Optional<String> file = IptablesRestore.file(args);
        String input;
        if (file.isPresent()) {
            try {
                input = session.files().read(session.resolve(file.get()));
            } catch (FileException e) {
                io.err().line("Can't open " + file.get() + ": " + e.getMessage());
                return 1;
            }
        } else {
            input = io.in().rest();
        }
        int status = IptablesCommand.show(
                IptablesRestore.run(machine.stack().ruleSet(), args, input, IptablesCommand.texts(machine)), io);
        RecentFiles.refresh(machine);
        return status;
    }
}
