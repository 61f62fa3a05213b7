package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.iptables.IptablesSave;

/** {@code iptables-save}. */
final class IptablesSaveCommand extends NamedCommand {
    IptablesSaveCommand() {
        super(
                "iptables-save",
                "iptables-save [-c] [-t TABLE]: print the rules so that iptables-restore reads them",
                "-c",
                "-t");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Machine machine = session.machine();
        IptablesCommand.nameTable(machine, args);
        String date = DateCommand.text(machine);
        return IptablesCommand.show(
                IptablesSave.run(machine.stack().ruleSet(), args, IptablesCommand.texts(machine), date), io);
    }
}
