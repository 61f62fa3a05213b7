package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ringlab.host.shell.Output;
import org.ringlab.netfilter.stack.InterfaceAddress;
import org.ringlab.netfilter.stack.NetInterface;

/** What {@code ifconfig} and {@code netstat -i} print of an interface (net-tools 2, lib/interface.c). */
final class IfconfigText {
    private static final int UP = 1;
    private static final int BROADCAST = 2;
    private static final int LOOPBACK = 8;
    private static final int RUNNING = 64;
    private static final int MULTICAST = 4096;
    private static final int PROMISCUOUS = 256;

    private IfconfigText() {}

    /** The line of an interface in the table of {@code -s}. */
    static String row(NetInterface iface) {
        String flags = (iface.isLoopback() ? "L" : "BM")
                + (iface.isPromiscuous() ? "P" : "")
                + (iface.isRunning() ? "R" : "")
                + (iface.isUp() ? "U" : "");
        return Texts.left(iface.name(), 16) + Texts.right(String.valueOf(iface.mtu()), 5)
                + Texts.right(String.valueOf(iface.receivedPackets()), 9) + "      0      0 0      "
                + Texts.right(String.valueOf(iface.sentPackets()), 8) + "      0      0      0 " + flags;
    }

    /** An interface with all its aliases. */
    static void show(NetInterface iface, Output out) {
        Optional<InterfaceAddress> first = iface.addresses().stream()
                .filter(a -> a.label().equals(iface.name()))
                .findFirst();
        out.line(head(iface, iface.name()));
        first.ifPresent(a -> out.line(inet(a)));
        out.line(link(iface));
        out.line("        RX packets " + iface.receivedPackets() + "  bytes " + iface.receivedBytes() + " ("
                + human(iface.receivedBytes()) + ")");
        out.line("        RX errors 0  dropped 0  overruns 0  frame 0");
        out.line("        TX packets " + iface.sentPackets() + "  bytes " + iface.sentBytes() + " ("
                + human(iface.sentBytes()) + ")");
        out.line("        TX errors 0  dropped 0 overruns 0  carrier 0  collisions 0");
        out.line("");
    }

    /** An alias ({@code eth0:1}), be there an address with that label or not. */
    static void showAlias(NetInterface iface, String label, Output out) {
        out.line(head(iface, label));
        iface.addresses().stream()
                .filter(a -> a.label().equals(label))
                .findFirst()
                .ifPresent(a -> out.line(inet(a)));
        out.line(link(iface));
        out.line("");
    }

    private static String head(NetInterface iface, String label) {
        int flags = iface.isLoopback() ? LOOPBACK : BROADCAST | MULTICAST;
        flags |= iface.isUp() ? UP : 0;
        flags |= iface.isRunning() ? RUNNING : 0;
        flags |= iface.isPromiscuous() ? PROMISCUOUS : 0;
        List<String> names = new ArrayList<>();
        if (iface.isUp()) {
            names.add("UP");
        }
        names.add(iface.isLoopback() ? "LOOPBACK" : "BROADCAST");
        if (iface.isRunning()) {
            names.add("RUNNING");
        }
        if (iface.isPromiscuous()) {
            names.add("PROMISC");
        }
        if (!iface.isLoopback()) {
            names.add("MULTICAST");
        }
        return label + ": flags=" + flags + "<" + String.join(",", names) + ">  mtu " + iface.mtu();
    }

    private static String link(NetInterface iface) {
        int length = iface.queueLength().orElse(1000);
        return iface.isLoopback()
                ? "        loop  txqueuelen " + length + "  (Local Loopback)"
                : "        ether " + iface.mac() + "  txqueuelen " + length + "  (Ethernet)";
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
