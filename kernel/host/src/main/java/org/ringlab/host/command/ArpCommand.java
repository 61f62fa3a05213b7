package org.ringlab.host.command;

import java.util.List;
import java.util.Optional;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.event.PacketEvent.RouteDecision;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.stack.Neighbours;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.RouteLookup;

/** {@code arp} of net-tools 2: the neighbour table. */
final class ArpCommand extends NamedCommand {
    private static final int IOCTL_FAILED = 255;

    ArpCommand() {
        super("arp", "arp [-n] [HOST] | arp -s HOST MAC | arp -d HOST: the neighbour table", "-n", "-s", "-d", "-a");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(args, "nvaesdDi:H:t:");
        if (options.complaint("arp").isPresent()) {
            return Texts.wrong(
                    io,
                    options.complaint("arp").get(),
                    "Usage:\n  arp [-vn]  [<HW>] [-i <if>] [-a] [<hostname>]             <-Display ARP cache",
                    1);
        }
        NetStack stack = session.machine().stack();
        List<String> operands = options.operands();
        if (options.has("-s") || options.has("-d")) {
            for (String word : List.of("temp", "pub", "netmask", "trail", "dontpub", "auto", "only")) {
                if (operands.contains(word) || options.has("-D")) {
                    io.err().line("arp: not simulated: " + (options.has("-D") ? "-D" : word));
                    return 1;
                }
            }
            return change(stack, options, io);
        }
        String device = options.value("-i", "");
        List<Neighbours.Neighbour> known = stack.neighbours().list();
        List<Neighbours.Neighbour> rows = known.stream()
                .filter(n -> operands.isEmpty() || n.address().toString().equals(operands.get(0)))
                .filter(n -> device.isEmpty() || n.iface().equals(device))
                .toList();
        if (!operands.isEmpty() && rows.isEmpty()) {
            io.out().line(operands.get(0) + " (" + operands.get(0) + ") -- no entry");
            return 0;
        }
        if (rows.isEmpty() && !device.isEmpty()) {
            io.out().line("arp: in " + known.size() + " entries no match found.");
            return 0;
        }
        if (options.has("-a")) {
            for (Neighbours.Neighbour row : rows) {
                io.out()
                        .line("? (" + row.address() + ") at "
                                + (row.mac() == null ? "<incomplete> " : row.mac() + " [ether] ")
                                + (row.state() == Neighbours.State.PERMANENT ? "PERM " : "") + "on " + row.iface());
            }
            return entries(options, known.size(), rows.size(), io);
        }
        if (!rows.isEmpty()) {
            io.out().line("Address                  HWtype  HWaddress           Flags Mask            Iface");
        }
        for (Neighbours.Neighbour row : rows) {
            boolean permanent = row.state() == Neighbours.State.PERMANENT;
            io.out()
                    .line(
                            row.mac() == null
                                    ? Texts.left(row.address().toString(), 25)
                                            + Texts.left("", 8)
                                            + Texts.left("(incomplete)", 20)
                                            + Texts.left("", 22)
                                            + row.iface()
                                    : Texts.left(row.address().toString(), 25)
                                            + Texts.left("ether", 8)
                                            + Texts.left(row.mac().toString(), 20)
                                            + Texts.left(permanent ? "CM" : "C", 22)
                                            + row.iface());
        }
        return entries(options, known.size(), rows.size(), io);
    }

    private static int entries(Options options, int known, int found, Streams io) {
        if (options.has("-v")) {
            io.out().line("Entries: " + known + "\tSkipped: " + (known - found) + "\tFound: " + found);
        }
        return 0;
    }

    private static int change(NetStack stack, Options options, Streams io) {
        List<String> operands = options.operands();
        Optional<Ipv4Address> address = operands.isEmpty() ? Optional.empty() : Ipv4Address.parse(operands.get(0));
        if (address.isEmpty()) {
            io.err().line(operands.isEmpty() ? "arp: need host name" : operands.get(0) + ": Host name lookup failure");
            return 255;
        }
        String call = options.has("-s") ? "SIOCSARP" : "SIOCDARP(dontpub)";
        RouteLookup route = stack.lookup(address.get());
        NetInterface iface = route.iface();
        if (iface == null
                || route.decision() != RouteDecision.UNICAST
                || !route.nextHop().equals(address.get())) {
            io.err().line(call + ": Network is unreachable");
            return IOCTL_FAILED;
        }
        if (options.has("-d")) {
            if (!stack.neighbours().remove(iface, address.get())) {
                io.err().line("No ARP entry for " + address.get());
                return IOCTL_FAILED;
            }
            return 0;
        }
        Optional<MacAddress> mac = operands.size() < 2 ? Optional.empty() : MacAddress.parse(operands.get(1));
        if (mac.isEmpty()) {
            io.err().line(operands.size() < 2 ? "arp: need hardware address" : "arp: invalid hardware address");
            return 255;
        }
        stack.neighbours().addPermanent(iface, address.get(), mac.get());
        return 0;
    }
}
