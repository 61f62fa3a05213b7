package org.ringlab.host.capture;

import java.util.List;
import org.ringlab.netfilter.packet.Ipv4Address;

/** A DNS message in tcpdump's words (print-domain.c): questions and answers about addresses. */
final class DnsText {
    private static final List<String> RESPONSES = List.of(
            "",
            " FormErr",
            " ServFail",
            " NXDomain",
            " NotImp",
            " Refused",
            " YXDomain",
            " YXRRSet",
            " NXRRSet",
            " NotAuth",
            " NotZone");

    private DnsText() {}

    static String of(PacketView p, int at, int size) {
        if (size < 12 || p.length() < at + 12) {
            return "[|domain]";
        }
        int flags = p.u16(at + 2);
        StringBuilder name = new StringBuilder();
        int end = name(p, at, at + 12, name);
        StringBuilder out = new StringBuilder().append(p.u16(at));
        boolean answer = (flags & 0x8000) != 0;
        if (answer) {
            int code = flags & 15;
            out.append(code < RESPONSES.size() ? RESPONSES.get(code) : " Resp" + code);
            out.append((flags & 0x0400) != 0 ? "*" : "").append((flags & 0x0080) == 0 ? "-" : "");
            out.append((flags & 0x0200) != 0 ? "|" : "").append(' ');
            out.append(p.u16(at + 6))
                    .append('/')
                    .append(p.u16(at + 8))
                    .append('/')
                    .append(p.u16(at + 10));
            int record = end + 4;
            for (int i = 0; i < p.u16(at + 6) && record < at + size; i++) {
                out.append(i == 0 ? " " : ", ").append(record(p, at, record));
                int data = name(p, at, record, new StringBuilder()) + 10;
                record = data + p.u16(data - 2);
            }
        } else {
            out.append((flags & 0x0100) != 0 ? "+" : "");
            out.append(p.u16(at + 10) > 0 ? " [" + p.u16(at + 10) + "au]" : "");
            out.append(' ').append(type(p.u16(end))).append("? ").append(name);
        }
        return out.append(" (").append(size).append(')').toString();
    }

    private static String record(PacketView p, int message, int at) {
        int end = name(p, message, at, new StringBuilder());
        int type = p.u16(end);
        return type == 1 ? "A " + new Ipv4Address(p.u32(end + 10)) : type(type);
    }

    private static String type(int type) {
        return switch (type) {
            case 1 -> "A";
            case 2 -> "NS";
            case 5 -> "CNAME";
            case 6 -> "SOA";
            case 12 -> "PTR";
            case 15 -> "MX";
            case 16 -> "TXT";
            case 28 -> "AAAA";
            case 41 -> "OPT";
            case 255 -> "ANY";
            default -> "Type" + type;
        };
    }

    /** Reads a name into {@code out}; the place behind it. A pointer is followed a few times at most. */
    private static int name(PacketView p, int message, int start, StringBuilder out) {
        int at = start;
        int behind = -1;
        for (int jumps = 0; jumps < 64; ) {
            int length = p.u8(at);
            if (length >= 0xC0) {
                behind = behind < 0 ? at + 2 : behind;
                at = message + (p.u16(at) & 0x3FFF);
                jumps++;
            } else if (length == 0 || at + length >= p.length()) {
                at++;
                break;
            } else {
                for (int i = 1; i <= length; i++) {
                    out.append((char) p.u8(at + i));
                }
                out.append('.');
                at += length + 1;
            }
        }
        if (out.isEmpty()) {
            out.append('.');
        }
        return behind < 0 ? at : behind;
    }
}
