package org.ringlab.host.command;

import org.ringlab.host.Profile;
import org.ringlab.netfilter.stack.NetInterface;

/** What {@code ip -s} adds: packets and bytes that came and went (ip/ipaddress.c, {@code print_stats64}). */
final class LinkStatistics {
    private LinkStatistics() {}

    /**
     * Two parts.
     *
     * @param errors whether each has errors by kinds below it ({@code -s -s}): there are none
     */
    static String text(NetInterface iface, Profile profile, boolean errors) {
        return part("RX", iface.receivedBytes(), iface.receivedPackets(), profile)
                + (errors ? kinds(profile, "RX", "length", "crc", "frame", "fifo", "overrun") : "") + "\n"
                + part("TX", iface.sentBytes(), iface.sentPackets(), profile)
                + (errors ? kinds(profile, "TX", "aborted", "fifo", "window", "heartbt", "transns") : "");
    }

    private static String kinds(Profile profile, String way, String a, String b, String c, String d, String e) {
        if (profile == Profile.CENTOS7) {
            boolean received = way.equals("RX");
            return "\n    " + way + " errors: "
                    + (received
                            ? "length   crc     frame   fifo    missed"
                            : "aborted  fifo   window heartbeat transns")
                    + "\n               0        0       0       0       0       ";
        }
        return "\n    " + way + " errors:" + Texts.right(a, 8) + Texts.right(b, 7) + Texts.right(c, 8)
                + Texts.right(d, 8) + Texts.right(e, 8)
                + "\n                     0      0       0       0       0 ";
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
