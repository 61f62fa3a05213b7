package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.stack.NetInterface;

/** {@code hostname}. */
final class HostnameCommand extends NamedCommand {
    HostnameCommand() {
        super("hostname", "hostname [-I]: print the host's name", "-I", "-s");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        if (args.isEmpty() || args.equals(List.of("-s")) || args.equals(List.of("-f"))) {
            io.out().line(session.machine().hostName());
            return 0;
        }
        if (args.equals(List.of("-I"))) {
            StringBuilder addresses = new StringBuilder();
            for (NetInterface iface : session.machine().stack().interfaces()) {
                if (!iface.isLoopback() && iface.isUp()) {
                    iface.addresses().forEach(a -> addresses.append(a.address()).append(' '));
                }
            }
            io.out().line(addresses.toString());
            return 0;
        }
        io.err().line("hostname: not simulated: setting a name (a lab's hosts keep theirs)");
        return 1;
    }
}
