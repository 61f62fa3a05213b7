package org.ringlab.host.command;

import org.ringlab.host.Profile;
import org.ringlab.netfilter.stack.NetInterface;

/** What {@code ip -s} adds: packets and bytes that came and went (ip/ipaddress.c, {@code print_stats64}). */
final class LinkStatistics {
    private LinkStatistics() {}

    static String text(NetInterface iface, Profile profile) {
        return part("RX", iface.receivedBytes(), iface.receivedPackets(), profile) + "\n"
                + part("TX", iface.sentBytes(), iface.sentPackets(), profile);
    }

    private static String part(String way, long bytes, long packets, Profile profile) {
        boolean received = way.equals("RX");
        if (profile == Profile.CENTOS7) {
            return "    " + way + ": bytes  packets  errors  dropped "
                    + (received ? "overrun mcast   " : "carrier collsns ")
                    + "\n    " + Texts.left(String.valueOf(bytes), 10) + " " + Texts.left(String.valueOf(packets), 8)
                    + " 0       0       0       0       ";
        }
        int first = Math.max(10, String.valueOf(bytes).length());
        int second = Math.max(7, String.valueOf(packets).length());
        return "    " + way + ": " + Texts.right("bytes", first - 4) + " " + Texts.right("packets", second)
                + " errors dropped " + (received ? " missed   mcast" : "carrier collsns") + " ".repeat(11)
                + "\n    " + Texts.right(String.valueOf(bytes), first) + " "
                + Texts.right(String.valueOf(packets), second) + "      0       0       0       0 ";
    }
}
