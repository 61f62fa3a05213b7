package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.host.unit.NetworkScripts;
import org.ringlab.netfilter.stack.NetInterface;

/** {@code ifup} and {@code ifdown} of initscripts: one interface by its file {@code ifcfg-NAME}. */
final class IfupCommand extends NamedCommand {
    IfupCommand(String name) {
        super(name, name + " NAME: bring an interface " + (name.equals("ifup") ? "up" : "down") + " by its ifcfg file");
    }

    @Override
    public List<String> words(Session session, List<String> before) {
        return session.machine().stack().interfaces().stream()
                .map(NetInterface::name)
                .toList();
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        boolean up = name().equals("ifup");
        String config =
                args.isEmpty() ? "" : args.getFirst().replaceFirst("^.*/", "").replaceFirst("^ifcfg-", "");
        if (config.isEmpty()) {
            io.err().line(up ? "Usage: ifup <configuration>" : "usage: ifdown <configuration>");
            return 1;
        }
        NetworkScripts scripts = new NetworkScripts(session);
        return up ? scripts.ifup(config, io) : scripts.ifdown(config, io);
    }
}
