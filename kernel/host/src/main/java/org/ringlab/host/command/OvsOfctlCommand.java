package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.OvsBridge;
import org.ringlab.netfilter.stack.OvsPort;

/** {@code ovs-ofctl}: a switch's ports and their counters as OpenFlow has them. */
final class OvsOfctlCommand extends NamedCommand {
    OvsOfctlCommand() {
        super(
                "ovs-ofctl",
                "ovs-ofctl show|dump-ports BRIDGE: an Open vSwitch's ports and counters",
                "show",
                "dump-ports");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        if (args.isEmpty()) {
            return complain(io, "missing command name; use --help for help");
        }
        String command = args.get(0);
        if (List.of(
                        "dump-flows",
                        "add-flow",
                        "del-flows",
                        "mod-port",
                        "dump-tables",
                        "monitor",
                        "dump-desc",
                        "add-flows")
                .contains(command)) {
            return complain(io, "not simulated: " + command + " (a switch has its one flow, actions=NORMAL)");
        }
        if (!command.equals("show") && !command.equals("dump-ports")) {
            return complain(io, "unknown command '" + command + "'; use --help for help");
        }
        if (args.size() < 2) {
            return complain(io, "'" + command + "' command requires at least 1 arguments");
        }
        Optional<OvsBridge> bridge = session.machine().host().stack().ovs().bridge(args.get(1));
        if (bridge.isEmpty()) {
            return complain(io, args.get(1) + " is not a bridge or a socket");
        }
        List<OvsPort> ports = new ArrayList<>(bridge.get().ports());
        ports.sort((a, b) -> Integer.compare(a.number(), b.number()));
        if (command.equals("show")) {
            show(bridge.get(), ports, io);
            return 0;
        }
        if (args.size() > 2) {
            String wanted = args.get(2);
            ports.removeIf(
                    p -> !p.name().equals(wanted) && !String.valueOf(p.number()).equals(wanted));
            if (ports.isEmpty()) {
                return complain(io, args.get(1) + ": unknown port `" + wanted + "'");
            }
        }
        io.out().line("OFPST_PORT reply (xid=0x" + (args.size() > 2 ? 4 : 2) + "): " + ports.size() + " ports");
        for (OvsPort port : ports) {
            boolean counted = port.kind() == OvsPort.Kind.SYSTEM || port.kind() == OvsPort.Kind.INTERNAL;
            String none = counted ? "0" : "?";
            String number = port.number() == OvsPort.LOCAL ? "LOCAL" : String.format(Locale.ROOT, "%2d", port.number());
            io.out()
                    .line("  port " + number + ": rx pkts=" + port.receivedPackets() + ", bytes=" + port.receivedBytes()
                            + ", drop=" + none + ", errs=" + none + ", frame=" + none + ", over=" + none + ", crc="
                            + none);
            io.out()
                    .line("           tx pkts=" + port.sentPackets() + ", bytes=" + port.sentBytes() + ", drop=" + none
                            + ", errs=" + none + ", coll=" + none);
        }
        return 0;
    }

    private static void show(OvsBridge bridge, List<OvsPort> ports, Streams io) {
        String id = bridge.port(bridge.name())
                .flatMap(OvsPort::iface)
                .map(i -> i.mac().toString().replace(":", ""))
                .orElse("0".repeat(12));
        io.out().line("OFPT_FEATURES_REPLY (xid=0x2): dpid:0000" + id);
        io.out().line("n_tables:254, n_buffers:0");
        io.out().line("capabilities: FLOW_STATS TABLE_STATS PORT_STATS QUEUE_STATS ARP_MATCH_IP");
        io.out()
                .line("actions: output enqueue set_vlan_vid set_vlan_pcp strip_vlan mod_dl_src mod_dl_dst mod_nw_src"
                        + " mod_nw_dst mod_nw_tos mod_tp_src mod_tp_dst");
        for (OvsPort port : ports) {
            Optional<NetInterface> iface = port.iface();
            boolean down = iface.isPresent() && !iface.get().isUp();
            boolean noLink = iface.isPresent() && !iface.get().isRunning();
            boolean fast = port.kind() == OvsPort.Kind.SYSTEM || port.kind() == OvsPort.Kind.INTERNAL;
            String number = port.number() == OvsPort.LOCAL ? "LOCAL" : String.valueOf(port.number());
            io.out()
                    .line(" " + number + "(" + port.name() + "): addr:"
                            + iface.map(i -> i.mac().toString()).orElse("00:00:00:00:00:00"));
            io.out().line("     config:     " + (down ? "PORT_DOWN" : "0"));
            io.out().line("     state:      " + (noLink ? "LINK_DOWN" : "0"));
            if (fast) {
                io.out().line("     current:    10GB-FD COPPER");
            }
            io.out().line("     speed: " + (fast ? "10000" : "0") + " Mbps now, 0 Mbps max");
        }
        io.out().line("OFPT_GET_CONFIG_REPLY (xid=0x4): frags=normal miss_send_len=0");
    }

    private static int complain(Streams io, String why) {
        io.err().line("ovs-ofctl: " + why);
        return 1;
    }
}
