package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.stack.InterfaceAddress;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.NetStack;

/** {@code ifconfig} of net-tools 2: shows interfaces, sets address, netmask, MTU, up and down. */
final class IfconfigCommand extends NamedCommand {
    IfconfigCommand() {
        super(
                "ifconfig",
                "ifconfig [-a] [IF [ADDRESS[/LEN]] [netmask MASK] [mtu N] [up|down]]: cards and addresses",
                "-a",
                "netmask",
                "broadcast",
                "mtu",
                "up",
                "down");
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
        boolean all = false;
        boolean brief = false;
        while (!words.isEmpty() && words.get(0).startsWith("-")) {
            String option = words.remove(0);
            switch (option) {
                case "-a" -> all = true;
                case "-s" -> brief = true;
                case "-v" -> {}
                case "-V", "-version", "--version" -> {
                    io.err().line("net-tools 2.10");
                    return 0;
                }
                case "-?", "-h", "-help", "--help" -> {
                    io.err().line("ifconfig: not simulated: " + option);
                    return 1;
                }
                default -> {
                    io.err().line("ifconfig: option `" + option + "' not recognised.");
                    io.err().line("ifconfig: `--help' gives usage information.");
                    return 1;
                }
            }
        }
        NetStack stack = session.machine().stack();
        if (brief) {
            io.out().line("Iface      MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg");
        }
        if (words.isEmpty()) {
            for (NetInterface iface : sorted(stack, all)) {
                if (brief) {
                    io.out().line(IfconfigText.row(iface));
                } else {
                    IfconfigText.show(iface, io.out());
                    aliases(iface).forEach(label -> IfconfigText.showAlias(iface, label, io.out()));
                }
            }
            return 0;
        }
        String name = words.remove(0);
        Optional<NetInterface> iface = stack.findInterface(name.replaceFirst(":.*", ""));
        if (iface.isEmpty()) {
            io.err()
                    .line(
                            words.isEmpty()
                                    ? name + ": error fetching interface information: Device not found"
                                    : (words.getFirst().matches("up|down") ? "" : "SIOCSIFADDR: No such device\n")
                                            + name + ": ERROR while getting interface flags: No such device");
            return words.isEmpty() ? 1 : 255;
        }
        if (words.isEmpty()) {
            if (brief) {
                io.out().line(IfconfigText.row(iface.get()));
            } else if (name.contains(":")) {
                IfconfigText.showAlias(iface.get(), name, io.out());
            } else {
                IfconfigText.show(iface.get(), io.out());
            }
            return 0;
        }
        return change(session, iface.get(), name, words, io);
    }

    /** Interfaces by name: those that are up, or all. */
    static List<NetInterface> sorted(NetStack stack, boolean all) {
        return stack.interfaces().stream()
                .filter(i -> all || i.isUp())
                .sorted(Comparator.comparing(NetInterface::name))
                .toList();
    }

    private static List<String> aliases(NetInterface iface) {
        return iface.addresses().stream()
                .map(InterfaceAddress::label)
                .filter(label -> !label.equals(iface.name()))
                .toList();
    }

    private static int change(Session session, NetInterface iface, String label, List<String> words, Streams io) {
        NetStack stack = session.machine().stack();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            String next = i + 1 < words.size() ? words.get(i + 1) : "";
            switch (word) {
                case "up" -> stack.setUp(iface, true);
                case "down" -> {
                    // An alias is no more than its address.
                    if (label.contains(":")) {
                        labelled(iface, label).ifPresent(a -> stack.removeAddress(iface, a.prefix()));
                    } else {
                        stack.setUp(iface, false);
                    }
                }
                case "promisc", "-promisc" -> iface.setPromiscuous(word.equals("promisc"));
                case "arp", "multicast", "-allmulti", "-trailers" -> {}
                case "txqueuelen" -> {
                    Optional<Integer> packets = Texts.number(next);
                    if (packets.isEmpty()) {
                        return notSimulated(io, "help");
                    }
                    iface.setQueueLength(packets.get());
                    i++;
                }
                case "hw" -> {
                    String address = i + 2 < words.size() ? words.get(i + 2) : "";
                    if (!next.equals("ether") || address.isEmpty()) {
                        return notSimulated(io, "hw " + next);
                    }
                    Optional<MacAddress> mac = MacAddress.parse(address);
                    if (mac.isEmpty()) {
                        io.err().line(address + ": invalid ether address.");
                        return 1;
                    }
                    if (mac.get().isGroup() || mac.get().equals(MacAddress.ZERO)) {
                        io.err().line("SIOCSIFHWADDR: Cannot assign requested address");
                        return 1;
                    }
                    stack.links().setMac(iface, mac.get());
                    i += 2;
                }
                case "-arp",
                        "allmulti",
                        "-multicast",
                        "trailers",
                        "dynamic",
                        "-dynamic",
                        "add",
                        "del",
                        "pointopoint",
                        "-pointopoint",
                        "dstaddr",
                        "tunnel",
                        "metric",
                        "media",
                        "mem_start",
                        "io_addr",
                        "irq",
                        "name",
                        "keepalive",
                        "outfill",
                        "-broadcast",
                        "inet6" -> {
                    return notSimulated(io, word);
                }
                case "inet" -> {}
                case "netmask" -> {
                    Optional<Integer> length = maskLength(next);
                    if (length.isEmpty()) {
                        io.err().line("SIOCSIFNETMASK: Invalid argument");
                        return 255;
                    }
                    Ipv4Address own = labelled(iface, label)
                            .map(InterfaceAddress::address)
                            .orElse(Ipv4Address.ANY);
                    assign(stack, iface, label, new Ipv4Prefix(own, length.get()));
                    i++;
                }
                case "broadcast" -> {
                    Optional<Ipv4Address> broadcast = Ipv4Address.parse(next);
                    if (broadcast.isEmpty()) {
                        return notSimulated(io, "broadcast " + next);
                    }
                    labelled(iface, label).ifPresent(a -> {
                        stack.removeAddress(iface, a.prefix());
                        stack.addAddress(iface, a.prefix(), broadcast.get(), label);
                    });
                    i++;
                }
                case "mtu" -> {
                    Optional<Integer> mtu = Texts.number(next);
                    if (mtu.isEmpty() || mtu.get() < 68 || mtu.get() > 65_535) {
                        io.err().line("SIOCSIFMTU: Invalid argument");
                        return 1;
                    }
                    stack.setMtu(iface, mtu.get());
                    i++;
                }
                default -> {
                    Optional<Ipv4Prefix> prefix = word.contains("/")
                            ? Ipv4Prefix.parse(word)
                            : Ipv4Address.parse(word).map(a -> new Ipv4Prefix(a, classful(a)));
                    if (prefix.isEmpty()) {
                        io.err()
                                .line(word
                                        + (word.matches("[0-9.]+") ? ": Unknown host" : ": Host name lookup failure"));
                        io.err().line("ifconfig: `--help' gives usage information.");
                        return 1;
                    }
                    assign(stack, iface, label, prefix.get());
                    stack.setUp(iface, true);
                }
            }
        }
        return 0;
    }

    private static int notSimulated(Streams io, String what) {
        io.err().line("ifconfig: not simulated: " + what);
        return 1;
    }

    /** Replaces the address with that label. */
    private static void assign(NetStack stack, NetInterface iface, String label, Ipv4Prefix prefix) {
        labelled(iface, label).ifPresent(old -> stack.removeAddress(iface, old.prefix()));
        if (!prefix.address().equals(Ipv4Address.ANY)) {
            stack.addAddress(iface, prefix, iface.isLoopback() ? Ipv4Address.ANY : prefix.broadcast(), label);
        }
    }

    private static Optional<InterfaceAddress> labelled(NetInterface iface, String label) {
        return iface.addresses().stream().filter(a -> a.label().equals(label)).findFirst();
    }

    private static Optional<Integer> maskLength(String text) {
        return Ipv4Address.parse(text)
                .map(m -> Integer.bitCount(m.bits()))
                .filter(n -> Ipv4Address.parse(text).orElse(Ipv4Address.ANY).bits() == Ipv4Prefix.mask(n));
    }

    /** The mask an address had before there were masks: class A /8, B /16, C /24. */
    private static int classful(Ipv4Address address) {
        int first = address.bits() >>> 24;
        return first < 128 ? 8 : first < 192 ? 16 : 24;
    }
}
