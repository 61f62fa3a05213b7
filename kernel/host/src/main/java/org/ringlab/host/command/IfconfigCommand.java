package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.stack.InterfaceAddress;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.NetStack;

/** {@code ifconfig} of net-tools 2: shows interfaces, sets address, netmask, MTU, up and down. */
final class IfconfigCommand extends NamedCommand {
    private static final int UP = 1;
    private static final int BROADCAST = 2;
    private static final int LOOPBACK = 8;
    private static final int RUNNING = 64;
    private static final int MULTICAST = 4096;

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
        boolean all = words.remove("-a");
        if (!words.isEmpty() && words.get(0).startsWith("-")) {
            io.err().line("ifconfig: option `" + words.get(0) + "' not recognised.");
            io.err().line("ifconfig: `--help' gives usage information.");
            return 1;
        }
        NetStack stack = session.machine().stack();
        if (words.isEmpty()) {
            stack.interfaces().stream()
                    .filter(i -> all || i.isUp())
                    .sorted(Comparator.comparing(NetInterface::name))
                    .forEach(i -> show(i, io));
            return 0;
        }
        String name = words.remove(0);
        Optional<NetInterface> iface = stack.findInterface(name.replaceFirst(":.*", ""));
        if (iface.isEmpty()) {
            io.err()
                    .line(
                            words.isEmpty()
                                    ? name + ": error fetching interface information: Device not found"
                                    : "SIOCSIFADDR: No such device\n" + name
                                            + ": ERROR while getting interface flags: No such device");
            return words.isEmpty() ? 1 : 255;
        }
        if (words.isEmpty()) {
            show(iface.get(), io);
            return 0;
        }
        return change(session, iface.get(), name, words, io);
    }

    private static int change(Session session, NetInterface iface, String label, List<String> words, Streams io) {
        NetStack stack = session.machine().stack();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            String next = i + 1 < words.size() ? words.get(i + 1) : "";
            switch (word) {
                case "up" -> stack.setUp(iface, true);
                case "down" -> stack.setUp(iface, false);
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
                case "broadcast" -> i++;
                case "mtu" -> {
                    Optional<Integer> mtu = Texts.number(next);
                    if (mtu.isEmpty() || mtu.get() < 68 || mtu.get() > 65_535) {
                        io.err().line("SIOCSIFMTU: Invalid argument");
                        return 255;
                    }
                    stack.setMtu(iface, mtu.get());
                    i++;
                }
                default -> {
                    Optional<Ipv4Prefix> prefix = word.contains("/")
                            ? Ipv4Prefix.parse(word)
                            : Ipv4Address.parse(word).map(a -> new Ipv4Prefix(a, classful(a)));
                    if (prefix.isEmpty()) {
                        io.err().line(word + ": Host name lookup failure");
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

    private static void show(NetInterface iface, Streams io) {
        int flags = iface.isLoopback() ? LOOPBACK : BROADCAST | MULTICAST;
        flags |= iface.isUp() ? UP : 0;
        flags |= iface.isRunning() ? RUNNING : 0;
        List<String> names = new ArrayList<>();
        if (iface.isUp()) {
            names.add("UP");
        }
        names.add(iface.isLoopback() ? "LOOPBACK" : "BROADCAST");
        if (iface.isRunning()) {
            names.add("RUNNING");
        }
        if (!iface.isLoopback()) {
            names.add("MULTICAST");
        }
        Optional<InterfaceAddress> first = iface.addresses().stream().findFirst();
        io.out().line(iface.name() + ": flags=" + flags + "<" + String.join(",", names) + ">  mtu " + iface.mtu());
        first.ifPresent(a -> io.out().line(inet(a)));
        io.out()
                .line(
                        iface.isLoopback()
                                ? "        loop  txqueuelen 1000  (Local Loopback)"
                                : "        ether " + iface.mac() + "  txqueuelen 1000  (Ethernet)");
        io.out()
                .line("        RX packets " + iface.receivedPackets() + "  bytes " + iface.receivedBytes() + " ("
                        + human(iface.receivedBytes()) + ")");
        io.out().line("        RX errors 0  dropped 0  overruns 0  frame 0");
        io.out()
                .line("        TX packets " + iface.sentPackets() + "  bytes " + iface.sentBytes() + " ("
                        + human(iface.sentBytes()) + ")");
        io.out().line("        TX errors 0  dropped 0 overruns 0  carrier 0  collisions 0");
        io.out().line("");
        for (InterfaceAddress alias : iface.addresses()) {
            if (!alias.label().equals(iface.name()) && !alias.equals(first.orElse(null))) {
                io.out()
                        .line(alias.label() + ": flags=" + flags + "<" + String.join(",", names) + ">  mtu "
                                + iface.mtu());
                io.out().line(inet(alias));
                io.out().line("        ether " + iface.mac() + "  txqueuelen 1000  (Ethernet)");
                io.out().line("");
            }
        }
    }

    private static String inet(InterfaceAddress address) {
        String broadcast = address.address().isLoopback() ? "" : "  broadcast " + address.broadcast();
        return "        inet " + address.address() + "  netmask "
                + address.prefix().netmask() + broadcast;
    }

    /** Bytes as ifconfig rounds them: {@code 656.0 B}, {@code 1.6 KiB}. */
    static String human(long bytes) {
        double value = bytes;
        for (String unit : new String[] {"B", "KiB", "MiB"}) {
            if (value < 1024) {
                return String.format(Locale.ROOT, "%.1f %s", Math.floor(value * 10) / 10, unit);
            }
            value /= 1024;
        }
        return String.format(Locale.ROOT, "%.1f GiB", value);
    }
}
