package org.ringlab.host.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.stack.OvsBridge;
import org.ringlab.netfilter.stack.OvsPort;

/** {@code ovs-appctl}: asks the running {@code ovs-vswitchd} for what its switches learned. */
final class OvsAppctlCommand extends NamedCommand {
    private static final int SERVER_ERROR = 2;

    OvsAppctlCommand() {
        super(
                "ovs-appctl",
                "ovs-appctl fdb/show|fdb/flush BRIDGE: what an Open vSwitch learned",
                "fdb/show",
                "fdb/flush");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        if (args.isEmpty()) {
            io.err().line("ovs-appctl: at least one non-option argument is required (use --help for help)");
            return 1;
        }
        String command = args.get(0);
        if (!command.equals("fdb/show") && !command.equals("fdb/flush")) {
            if (command.matches(
                    "-.*|(bridge|bond|dpif|dpctl|ofproto|stp|rstp|coverage|memory|vlog|upcall|lacp|mdb|tnl).*|"
                            + "exit|version|list-commands|fdb/.*")) {
                io.err().line("ovs-appctl: not simulated: " + command);
                return 1;
            }
            return refused(
                    io,
                    "\"" + command
                            + "\" is not a valid command (use \"list-commands\" to see a list of valid commands)");
        }
        boolean show = command.equals("fdb/show");
        if (args.size() < 2 && show) {
            return refused(io, "\"" + command + "\" command requires at least 1 arguments");
        }
        if (args.size() > 2) {
            return refused(io, "\"" + command + "\" command takes at most 1 arguments");
        }
        if (args.size() < 2) {
            session.machine().host().stack().ovs().bridges().forEach(OvsBridge::flush);
            io.out().line("table successfully flushed");
            return 0;
        }
        Optional<OvsBridge> bridge = session.machine().host().stack().ovs().bridge(args.get(1));
        if (bridge.isEmpty()) {
            return refused(io, "no such bridge");
        }
        if (!show) {
            bridge.get().flush();
            io.out().line("table successfully flushed");
            return 0;
        }
        io.out().line(" port  VLAN  MAC                Age");
        for (OvsBridge.Row row : bridge.get().stations()) {
            int number = row.port().number();
            String port = number == OvsPort.LOCAL ? "LOCAL" : String.valueOf(number);
            io.out().line(String.format(Locale.ROOT, "%5s  %4d  %s  %3d", port, row.vlan(), row.mac(), row.age()));
        }
        return 0;
    }

    private static int refused(Streams io, String why) {
        io.err().line(why);
        io.err().line("ovs-appctl: ovs-vswitchd: server returned an error");
        return SERVER_ERROR;
    }
}
