package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.link.MacTable;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.stack.Bridge;
import org.ringlab.netfilter.stack.BridgePort;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.Vxlan;

/** {@code bridge} of iproute2: ports ({@code link}) and forwarding tables ({@code fdb}). */
final class BridgeCommand extends NamedCommand {
    private static final int MISUSE = 255;

    BridgeCommand() {
        super("bridge", "bridge [-n NS] link|fdb [show|add|del] …: ports and learned stations", "link", "fdb", "show");
    }

    @Override
    public List<String> words(Session session, List<String> before) {
        return session.machine().stack().interfaces().stream()
                .map(NetInterface::name)
                .toList();
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        List<String> words = new ArrayList<>(args);
        while (!words.isEmpty() && words.get(0).startsWith("-")) {
            String option = words.remove(0);
            if (option.startsWith("-V")) {
                io.out().line("bridge utility, simulated by Ringlab");
                return 0;
            }
            if (option.startsWith("-n") && !words.isEmpty()) {
                Optional<Machine> namespace = IpNetns.open(session, words.remove(0), io);
                if (namespace.isEmpty()) {
                    return MISUSE;
                }
                IpNetns.enter(session, namespace.get());
            }
        }
        if (words.isEmpty()) {
            io.err().line("Usage: bridge [ OPTIONS ] OBJECT { COMMAND | help }\nwhere  OBJECT := { link | fdb }");
            return MISUSE;
        }
        NetStack stack = session.machine().stack();
        String object = words.remove(0);
        return switch (IpCommand.verb(object, "link", "fdb", "mdb", "vlan", "monitor")) {
            case "link" -> link(stack, words, io);
            case "fdb" -> fdb(stack, words, io);
            case "" -> {
                io.err().line("Object \"" + object + "\" is unknown, try \"bridge help\".");
                yield MISUSE;
            }
            default -> {
                io.err().line("bridge: not simulated: bridge " + object);
                yield 1;
            }
        };
    }

    private static int link(NetStack stack, List<String> words, Streams io) {
        String verb = words.isEmpty() ? "show" : words.remove(0);
        if (IpCommand.verb(verb, "show", "list", "lst").isEmpty()) {
            if (IpCommand.verb(verb, "set").isEmpty()) {
                io.err().line("Command \"" + verb + "\" is unknown, try \"bridge link help\".");
                return MISUSE;
            }
            return setPort(stack, words, io);
        }
        words.remove("dev");
        String wanted = words.isEmpty() ? "" : words.get(0);
        if (!wanted.isEmpty() && stack.findInterface(wanted).isEmpty()) {
            return noDevice(io, wanted);
        }
        for (NetInterface iface : stack.interfaces()) {
            if (iface.port().isPresent() && (wanted.isEmpty() || iface.name().equals(wanted))) {
                BridgePort port = iface.port().get();
                io.out()
                        .line(iface.index() + ": " + LinkText.name(iface) + ": <" + LinkText.flags(iface) + "> mtu "
                                + iface.mtu() + " master "
                                + port.bridge().iface().name() + " state "
                                + port.state().text() + " priority " + port.priority() + " cost " + port.pathCost()
                                + " ");
            }
        }
        return 0;
    }

    /** {@code bridge link set dev PORT cost|priority|state VALUE}; a cost of 0 changes nothing. */
    private static int setPort(NetStack stack, List<String> words, Streams io) {
        String device = after(words, "dev");
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i + 1 < words.size(); i += 2) {
            String option = words.get(i);
            String value = words.get(i + 1);
            switch (option) {
                case "dev" -> {}
                case "cost", "priority", "state" ->
                    options.put(option, option.equals("state") ? BridgeSettings.stateNumber(value) : value);
                default -> {
                    io.err().line("bridge: not simulated: bridge link set … " + option);
                    return 1;
                }
            }
        }
        if (Texts.number(options.getOrDefault("state", "0")).isEmpty()) {
            io.err().line("Error: invalid STP port state");
            return MISUSE;
        }
        if (device.isEmpty()) {
            io.err().line("Device is a required argument.");
            return MISUSE;
        }
        Optional<NetInterface> iface = stack.findInterface(device);
        if (iface.isEmpty()) {
            io.err().line("Cannot find bridge device \"" + device + "\"");
            return MISUSE;
        }
        options.remove("cost", "0");
        String error =
                iface.get().port().map(p -> BridgeSettings.apply(p, options)).orElse("EOPNOTSUPP");
        return error.isEmpty() ? 0 : IpCommand.answers(io, error, MISUSE);
    }

    private static int noDevice(Streams io, String name) {
        io.err().line("Cannot find device \"" + name + "\"");
        return MISUSE;
    }

    private static int fdb(NetStack stack, List<String> words, Streams io) {
        String verb = words.isEmpty() ? "show" : words.remove(0);
        return switch (IpCommand.verb(verb, "add", "append", "replace", "delete", "show", "list", "lst", "flush")) {
            case "show", "list", "lst" -> showStations(stack, words, io);
            case "add", "append", "replace" -> change(stack, verb, words, io);
            case "delete" -> change(stack, "delete", words, io);
            case "flush" -> {
                io.err().line("bridge: not simulated: bridge fdb flush");
                yield 1;
            }
            default -> {
                io.err().line("Command \"" + verb + "\" is unknown, try \"bridge fdb help\".");
                yield MISUSE;
            }
        };
    }

    private static int showStations(NetStack stack, List<String> words, Streams io) {
        String device = after(words, "dev");
        String bridgeName = after(words, "br");
        for (NetInterface iface : stack.interfaces()) {
            Optional<BridgePort> port = iface.port();
            boolean wanted = (device.isEmpty() || iface.name().equals(device))
                    && (bridgeName.isEmpty()
                            || port.filter(p -> p.bridge().iface().name().equals(bridgeName))
                                    .isPresent());
            if (iface.device() instanceof Vxlan vxlan
                    && (device.isEmpty() || iface.name().equals(device))) {
                String at = device.isEmpty() ? " dev " + iface.name() : "";
                vxlan.stations()
                        .rows()
                        .forEach(r -> io.out()
                                .line(r.mac() + at + " dst " + r.port() + " self "
                                        + (r.permanent() ? "permanent" : "")));
                vxlan.others()
                        .forEach(remote -> io.out().line(MacAddress.ZERO + at + " dst " + remote + " self permanent"));
            }
            if (wanted && port.isPresent()) {
                String at = device.isEmpty() ? " dev " + iface.name() : "";
                String master = " master " + port.get().bridge().iface().name() + " ";
                for (MacTable.Row<BridgePort> row :
                        port.get().bridge().stations().rows()) {
                    if (row.port() == port.get()) {
                        io.out().line(row.mac() + at + master + (row.permanent() ? "static" : ""));
                    }
                }
                io.out().line(iface.mac() + at + master + "permanent");
            }
        }
        return 0;
    }

    private static String after(List<String> words, String keyword) {
        int at = words.indexOf(keyword);
        return at >= 0 && at + 1 < words.size() ? words.get(at + 1) : "";
    }

    private static int change(NetStack stack, String verb, List<String> words, Streams io) {
        String device = after(words, "dev");
        Optional<MacAddress> mac = words.isEmpty() ? Optional.empty() : MacAddress.parse(words.get(0));
        if (device.isEmpty() || mac.isEmpty()) {
            io.err().line("Device and address are required arguments.");
            return MISUSE;
        }
        Optional<NetInterface> iface = stack.findInterface(device);
        if (iface.isEmpty()) {
            return noDevice(io, device);
        }
        if (iface.get().device() instanceof Vxlan vxlan && !words.contains("master")) {
            return changeRemote(vxlan, verb, mac.get(), Ipv4Address.parse(after(words, "dst")), io);
        }
        Optional<BridgePort> port = iface.get().port();
        if (port.isEmpty() || !words.contains("master")) {
            return IpCommand.answers(io, "EOPNOTSUPP", MISUSE);
        }
        Bridge bridge = port.get().bridge();
        boolean known = bridge.stations().find(mac.get()).isPresent();
        if (verb.equals("delete")) {
            return bridge.stations().forget(mac.get()) ? 0 : IpCommand.answers(io, "ENOENT", MISUSE);
        }
        if (verb.equals("add") && known) {
            return IpCommand.answers(io, "EEXIST", MISUSE);
        }
        bridge.stations().pin(mac.get(), port.get());
        return 0;
    }

    /** Where a VXLAN finds a station, or, for the zero address, where it sends what is for everybody. */
    private static int changeRemote(
            Vxlan vxlan, String verb, MacAddress mac, Optional<Ipv4Address> remote, Streams io) {
        boolean everybody = mac.equals(MacAddress.ZERO);
        if (verb.equals("delete")) {
            boolean gone = everybody
                    ? remote.map(vxlan::removeOther).orElse(false)
                    : vxlan.stations().forget(mac);
            return gone ? 0 : IpCommand.answers(io, "ENOENT", MISUSE);
        }
        if (remote.isEmpty()) {
            return IpCommand.answers(io, "EINVAL", MISUSE);
        }
        if (everybody) {
            vxlan.addOther(remote.get());
            return 0;
        }
        if (verb.equals("add") && vxlan.stations().find(mac).isPresent()) {
            return IpCommand.answers(io, "EEXIST", MISUSE);
        }
        vxlan.stations().pin(mac, remote.get());
        return 0;
    }
}
