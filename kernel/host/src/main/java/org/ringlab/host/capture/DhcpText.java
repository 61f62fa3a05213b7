package org.ringlab.host.capture;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ringlab.netfilter.packet.Ipv4Address;

/** A DHCP message in tcpdump's words (print-bootp.c). */
final class DhcpText {
    private static final int FIXED = 236;
    private static final List<String> TYPES =
            List.of("Discover", "Offer", "Request", "Decline", "ACK", "NACK", "Release", "Inform");

    /** Options by number: the name, and how their values are written. */
    private static final Map<Integer, Option> OPTIONS = Map.ofEntries(
            Map.entry(1, new Option("Subnet-Mask", Form.ADDRESS)),
            Map.entry(2, new Option("Time-Zone", Form.NUMBER)),
            Map.entry(3, new Option("Default-Gateway", Form.ADDRESS)),
            Map.entry(6, new Option("Domain-Name-Server", Form.ADDRESS)),
            Map.entry(12, new Option("Hostname", Form.TEXT)),
            Map.entry(15, new Option("Domain-Name", Form.TEXT)),
            Map.entry(26, new Option("MTU", Form.NUMBER)),
            Map.entry(28, new Option("BR", Form.ADDRESS)),
            Map.entry(42, new Option("NTP", Form.ADDRESS)),
            Map.entry(44, new Option("Netbios-Name-Server", Form.ADDRESS)),
            Map.entry(47, new Option("Netbios-Scope", Form.TEXT)),
            Map.entry(50, new Option("Requested-IP", Form.ADDRESS)),
            Map.entry(51, new Option("Lease-Time", Form.NUMBER)),
            Map.entry(53, new Option("DHCP-Message", Form.TYPE)),
            Map.entry(54, new Option("Server-ID", Form.ADDRESS)),
            Map.entry(55, new Option("Parameter-Request", Form.LIST)),
            Map.entry(58, new Option("RN", Form.NUMBER)),
            Map.entry(59, new Option("RB", Form.NUMBER)),
            Map.entry(121, new Option("Classless-Static-Route", Form.TEXT)));

    private DhcpText() {}

    private enum Form {
        ADDRESS,
        NUMBER,
        TEXT,
        TYPE,
        LIST
    }

    private record Option(String name, Form form) {}

    static String of(PacketView p, int at, int size, boolean verbose) {
        if (size < FIXED || p.length() < at + FIXED) {
            return "BOOTP/DHCP [|bootp]";
        }
        boolean reply = p.u8(at) == 2;
        StringBuilder out = new StringBuilder("BOOTP/DHCP, ");
        out.append(reply ? "Reply" : "Request from " + mac(p, at + 28))
                .append(", length ")
                .append(size);
        if (!verbose) {
            return out.toString();
        }
        out.append(String.format(Locale.ROOT, ", xid 0x%x", p.u32(at + 4)));
        if (p.u16(at + 8) > 0) {
            out.append(", secs ").append(p.u16(at + 8));
        }
        int flags = p.u16(at + 10);
        out.append(String.format(Locale.ROOT, ", Flags [%s] (0x%04x)", flags == 0x8000 ? "Broadcast" : "none", flags));
        address(out, p, at + 12, "Client-IP");
        address(out, p, at + 16, "Your-IP");
        address(out, p, at + 20, "Server-IP");
        out.append("\n\t  Client-Ethernet-Address ").append(mac(p, at + 28));
        if (p.u32(at + FIXED) == 0x63825363) {
            out.append("\n\t  Vendor-rfc1048 Extensions\n\t    Magic Cookie 0x63825363");
            options(out, p, at + FIXED + 4, at + size);
        }
        return out.toString();
    }

    private static void address(StringBuilder out, PacketView p, int at, String name) {
        if (p.u32(at) != 0) {
            out.append("\n\t  ").append(name).append(' ').append(new Ipv4Address(p.u32(at)));
        }
    }

    private static String mac(PacketView p, int at) {
        StringBuilder mac = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            mac.append(i == 0 ? "" : ":").append(String.format(Locale.ROOT, "%02x", p.u8(at + i)));
        }
        return mac.toString();
    }

    private static void options(StringBuilder out, PacketView p, int begin, int end) {
        int at = begin;
        while (at < end && p.u8(at) != 255 && p.u8(at) != 0) {
            int code = p.u8(at);
            int length = p.u8(at + 1);
            Option option = OPTIONS.getOrDefault(code, new Option("Unknown", Form.TEXT));
            out.append("\n\t    ")
                    .append(option.name)
                    .append(" (")
                    .append(code)
                    .append("), length ")
                    .append(length)
                    .append(": ")
                    .append(value(p, at + 2, length, option.form));
            at += 2 + length;
        }
        if (at < end && p.u8(at) == 255) {
            out.append("\n\t    END (255), length 0");
            if (at + 1 < end) {
                out.append("\n\t    PAD (0), length 0, occurs ").append(end - at - 1);
            }
        }
    }

    private static String value(PacketView p, int at, int length, Form form) {
        StringBuilder out = new StringBuilder();
        switch (form) {
            case ADDRESS -> {
                for (int i = 0; i + 4 <= length; i += 4) {
                    out.append(i == 0 ? "" : ",").append(new Ipv4Address(p.u32(at + i)));
                }
            }
            case NUMBER -> out.append(length == 2 ? p.u16(at) : p.u32(at) & 0xFFFF_FFFFL);
            case TEXT -> {
                out.append('"');
                for (int i = 0; i < length; i++) {
                    out.append((char) p.u8(at + i));
                }
                out.append('"');
            }
            case TYPE -> {
                int type = p.u8(at);
                out.append(type >= 1 && type <= TYPES.size() ? TYPES.get(type - 1) : String.valueOf(type));
            }
            case LIST -> {
                for (int i = 0; i < length; i++) {
                    int code = p.u8(at + i);
                    String name = OPTIONS.getOrDefault(code, new Option("Unknown", Form.TEXT)).name;
                    out.append(i % 4 == 0 ? "\n\t      " : ", ")
                            .append(name)
                            .append(" (")
                            .append(code)
                            .append(')');
                }
            }
        }
        return out.toString();
    }
}
