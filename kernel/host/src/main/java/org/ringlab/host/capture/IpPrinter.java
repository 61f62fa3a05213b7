package org.ringlab.host.capture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.ringlab.host.dhcp.DhcpMessage;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.UdpDatagram;
import org.ringlab.netfilter.rules.ServiceNames;

/** IPv4 packets and what they carry, in tcpdump's words (print-ip.c, print-tcp.c, print-udp.c, print-icmp.c). */
final class IpPrinter {
    private static final int HTTP = 80;
    private static final int FTP = 21;
    private static final int DNS = 53;

    private final PrintStyle style;
    private final Function<Ipv4Address, String> names;
    private final Map<Flow, long[]> conversations = new HashMap<>();

    /** One direction of a conversation. */
    private record Flow(int source, int destination, int sourcePort, int destinationPort) {
        Flow reversed() {
            return new Flow(destination, source, destinationPort, sourcePort);
        }
    }

    IpPrinter(PrintStyle style, Function<Ipv4Address, String> names) {
        this.style = style;
        this.names = names;
    }

    String name(int address) {
        Ipv4Address a = new Ipv4Address(address);
        return style.numeric() ? a.toString() : names.apply(a);
    }

    private String port(int port, String protocol) {
        return style.numeric() ? String.valueOf(port) : ServiceNames.name(port, protocol);
    }

    /** The packet whose IPv4 header begins at {@code at}. */
    void print(StringBuilder out, PacketView p, int at) {
        int header = (p.u8(at) & 15) * 4;
        if (p.length() < at + 20 || header < 20) {
            out.append(p.length() < at + 20 ? "[|ip]" : "bad-hlen " + header);
            return;
        }
        int length = p.u16(at + 2);
        int protocol = p.u8(at + 9);
        int fragment = p.u16(at + 6);
        if (style.verbose() > 0) {
            verboseHeader(out, p, at, length, protocol, fragment);
        }
        String source = name(p.u32(at + 12));
        String destination = name(p.u32(at + 16));
        if ((fragment & 0x1FFF) != 0) {
            out.append(source).append(" > ").append(destination).append(": ");
            out.append(protocolName(protocol).toLowerCase(Locale.ROOT));
            return;
        }
        int start = at + header;
        int size = length - header;
        switch (protocol) {
            case TcpSegment.PROTOCOL -> tcp(out, p, at, start, size);
            case UdpDatagram.PROTOCOL -> udp(out, p, at, start, size);
            case IcmpMessage.PROTOCOL -> {
                out.append(source).append(" > ").append(destination).append(": ");
                icmp(out, p, start, size);
            }
            case 4 -> {
                out.append(source).append(" > ").append(destination).append(": IP ");
                print(out, p, start);
            }
            case 47 -> {
                out.append(source)
                        .append(" > ")
                        .append(destination)
                        .append(": GREv0, length ")
                        .append(size);
                int flags = p.u16(start);
                out.append((flags & 0x2000) != 0 ? ", key=0x" + Integer.toHexString(p.u32(start + 4)) : "");
                out.append(": IP ");
                print(
                        out,
                        p,
                        start
                                + 4
                                + ((flags & 0x2000) != 0 ? 4 : 0)
                                + ((flags & 0x8000) != 0 ? 4 : 0)
                                + ((flags & 0x1000) != 0 ? 4 : 0));
            }
            default -> {
                out.append(source).append(" > ").append(destination).append(":  ");
                out.append("ip-proto-").append(protocol).append(' ').append(size);
            }
        }
    }

    private void verboseHeader(StringBuilder out, PacketView p, int at, int length, int protocol, int fragment) {
        int tos = p.u8(at + 1);
        List<String> flags = new ArrayList<>();
        if ((fragment & 0x2000) != 0) {
            flags.add("+");
        }
        if ((fragment & 0x4000) != 0) {
            flags.add("DF");
        }
        String ecn = List.of("", ",ECT(1)", ",ECT(0)", ",CE").get(tos & 3);
        out.append("(tos 0x").append(Integer.toHexString(tos)).append(ecn);
        out.append(", ttl ").append(p.u8(at + 8));
        out.append(", id ").append(p.u16(at + 4));
        out.append(", offset ").append((fragment & 0x1FFF) * 8);
        out.append(", flags [").append(flags.isEmpty() ? "none" : String.join(", ", flags));
        out.append("], proto ").append(protocolName(protocol)).append(" (").append(protocol);
        out.append("), length ").append(length).append(")\n    ");
    }

    private static String protocolName(int protocol) {
        return switch (protocol) {
            case 1 -> "ICMP";
            case 2 -> "IGMP";
            case 4 -> "IPIP";
            case 6 -> "TCP";
            case 17 -> "UDP";
            case 47 -> "GRE";
            case 50 -> "ESP";
            case 51 -> "AH";
            case 132 -> "SCTP";
            default -> "unknown";
        };
    }

    private void icmp(StringBuilder out, PacketView p, int at, int size) {
        int type = p.u8(at);
        String text = switch (type) {
            case IcmpMessage.ECHO -> "echo request, id " + p.u16(at + 4) + ", seq " + p.u16(at + 6);
            case IcmpMessage.ECHO_REPLY -> "echo reply, id " + p.u16(at + 4) + ", seq " + p.u16(at + 6);
            case IcmpMessage.UNREACHABLE -> unreachable(p, at);
            case 4 -> "source quench";
            case 5 -> redirect(p, at);
            case 9 -> "router advertisement";
            case 10 -> "router solicitation";
            case IcmpMessage.TIME_EXCEEDED ->
                switch (p.u8(at + 1)) {
                    case 0 -> "time exceeded in-transit";
                    case 1 -> "ip reassembly time exceeded";
                    default -> "time exceeded-#" + p.u8(at + 1);
                };
            case 12 -> "parameter problem";
            case 13 -> "time stamp query id " + p.u16(at + 4) + " seq " + p.u16(at + 6);
            case 14 -> "time stamp reply id " + p.u16(at + 4) + " seq " + p.u16(at + 6);
            case 17 -> "address mask request";
            case 18 -> "address mask reply";
            default -> "type-#" + type;
        };
        out.append("ICMP ").append(text).append(", length ").append(size);
        boolean error = type == 3 || type == 4 || type == 5 || type == 11 || type == 12;
        if (error && style.verbose() > 0 && p.length() >= at + 28) {
            out.append("\n\tIP ");
            print(out, p, at + 8);
        }
    }

    private String unreachable(PacketView p, int at) {
        int quoted = at + 8;
        String target = name(p.u32(quoted + 16));
        return switch (p.u8(at + 1)) {
            case 0 -> "net " + target + " unreachable";
            case 1 -> "host " + target + " unreachable";
            case 2 -> target + " protocol " + p.u8(quoted + 9) + " unreachable";
            case 3 -> {
                int number = p.u16(quoted + (p.u8(quoted) & 15) * 4 + 2);
                yield target
                        + switch (p.u8(quoted + 9)) {
                            case TcpSegment.PROTOCOL -> " tcp port " + port(number, "tcp");
                            case UdpDatagram.PROTOCOL -> " udp port " + port(number, "udp");
                            default -> " protocol " + p.u8(quoted + 9) + " port " + number;
                        }
                        + " unreachable";
            }
            case 4 ->
                target + " unreachable - need to frag" + (p.u16(at + 6) > 0 ? " (mtu " + p.u16(at + 6) + ")" : "");
            case 5 -> target + " unreachable - source route failed";
            case 6 -> "net " + target + " unreachable - unknown";
            case 7 -> "host " + target + " unreachable - unknown";
            case 8 -> target + " unreachable - source host isolated";
            case 9 -> "net " + target + " unreachable - admin prohibited";
            case 10 -> "host " + target + " unreachable - admin prohibited";
            case 11 -> "net " + target + " unreachable - tos prohibited";
            case 12 -> "host " + target + " unreachable - tos prohibited";
            case 13 -> "host " + target + " unreachable - admin prohibited filter";
            case 14 -> "host " + target + " unreachable - host precedence violation";
            case 15 -> "host " + target + " unreachable - precedence cutoff";
            default -> target + " unreachable - #" + p.u8(at + 1);
        };
    }

    private String redirect(PacketView p, int at) {
        String kind = List.of("redirect ", "redirect ", "redirect-tos ", "redirect-tos ")
                .get(p.u8(at + 1) & 3);
        return kind + name(p.u32(at + 24)) + ((p.u8(at + 1) & 1) == 0 ? " to net " : " to host ") + name(p.u32(at + 4));
    }

    private void endpoints(StringBuilder out, PacketView p, int at, int start, String protocol) {
        out.append(name(p.u32(at + 12))).append('.').append(port(p.u16(start), protocol));
        out.append(" > ").append(name(p.u32(at + 16))).append('.').append(port(p.u16(start + 2), protocol));
        out.append(": ");
    }

    private void udp(StringBuilder out, PacketView p, int at, int start, int size) {
        endpoints(out, p, at, start, "udp");
        if (style.quiet()) {
            out.append("UDP, length ").append(size - 8);
            return;
        }
        if (style.verbose() > 1 && p.length() >= at + p.u16(at + 2)) {
            out.append(
                    p.u16(start + 6) == 0
                            ? "[no cksum] "
                            : checksum(p, at, start, size, 17) == 0 ? "[udp sum ok] " : "[bad udp cksum] ");
        }
        boolean dns = p.u16(start) == DNS || p.u16(start + 2) == DNS;
        boolean dhcp = isDhcp(p.u16(start)) || isDhcp(p.u16(start + 2));
        out.append(
                dns
                        ? DnsText.of(p, start + 8, size - 8)
                        : dhcp
                                ? DhcpText.of(p, start + 8, size - 8, style.verbose() > 0)
                                : "UDP, length " + (size - 8));
    }

    private static boolean isDhcp(int port) {
        return port == DhcpMessage.SERVER_PORT || port == DhcpMessage.CLIENT_PORT;
    }

    private void tcp(StringBuilder out, PacketView p, int at, int start, int size) {
        endpoints(out, p, at, start, "tcp");
        if (p.length() < start + 20) {
            // an ICMP error quotes 8 bytes: ports and a sequence number
            out.append("[|tcp]");
            return;
        }
        int header = p.u8(start + 12) >>> 4 << 2;
        int data = size - header;
        if (style.quiet()) {
            out.append("tcp ").append(data);
            return;
        }
        int flags = p.u8(start + 13);
        long[] numbers = relative(p, at, start, flags);
        out.append("Flags [").append(flagLetters(flags)).append(']');
        if (style.verbose() > 0 && p.length() >= at + p.u16(at + 2)) {
            int sum = checksum(p, at, start, size, 6);
            out.append(String.format(Locale.ROOT, ", cksum 0x%04x ", p.u16(start + 16)));
            out.append(sum == 0 ? "(correct)" : "(incorrect)");
        }
        if (style.verbose() > 1 || data > 0 || (flags & 7) != 0) {
            out.append(", seq ").append(numbers[0]);
            out.append(data > 0 ? ":" + (numbers[0] + data & 0xFFFF_FFFFL) : "");
        }
        if ((flags & TcpSegment.ACK) != 0) {
            out.append(", ack ").append(numbers[1]);
        }
        out.append(", win ").append(p.u16(start + 14));
        out.append((flags & TcpSegment.URG) != 0 ? ", urg " + p.u16(start + 18) : "");
        out.append(TcpOptionsText.of(p, start + 20, start + header));
        out.append(", length ").append(data);
        if (data > 0) {
            text(out, p, start, start + header, start + header + data);
        }
    }

    /** Sequence and acknowledgement numbers, counted from the conversation's beginning where it was seen. */
    private long[] relative(PacketView p, int at, int start, int flags) {
        long sequence = p.u32(start + 4) & 0xFFFF_FFFFL;
        long acknowledgement = p.u32(start + 8) & 0xFFFF_FFFFL;
        if (style.absolute() || (flags & TcpSegment.ACK) == 0) {
            return new long[] {sequence, acknowledgement};
        }
        Flow flow = new Flow(p.u32(at + 12), p.u32(at + 16), p.u16(start), p.u16(start + 2));
        boolean begins = (flags & TcpSegment.SYN) != 0;
        long[] there = conversations.get(flow);
        long[] back = conversations.get(flow.reversed());
        if (there != null && !begins) {
            return since(there[0], there[1], sequence, acknowledgement);
        }
        if (back != null && !begins) {
            return since(back[1], back[0], sequence, acknowledgement);
        }
        conversations.remove(flow.reversed());
        conversations.put(flow, new long[] {sequence, acknowledgement - 1});
        return new long[] {sequence, acknowledgement};
    }

    private static long[] since(long first, long second, long sequence, long acknowledgement) {
        return new long[] {sequence - first & 0xFFFF_FFFFL, acknowledgement - second & 0xFFFF_FFFFL};
    }

    private static String flagLetters(int flags) {
        if (flags == 0) {
            return "none";
        }
        StringBuilder letters = new StringBuilder();
        String all = "FSRP.UEW";
        for (int i = 0; i < 8; i++) {
            if ((flags >>> i & 1) == 1) {
                letters.append(all.charAt(i));
            }
        }
        return letters.toString();
    }

    /** What is said on the ports of http and ftp: the first line, or with {@code -v} all. */
    private void text(StringBuilder out, PacketView p, int tcp, int from, int to) {
        int a = p.u16(tcp);
        int b = p.u16(tcp + 2);
        boolean http = a == HTTP || b == HTTP;
        if (!http && a != FTP && b != FTP) {
            return;
        }
        String name = http ? "HTTP" : "FTP";
        StringBuilder text = new StringBuilder();
        for (int i = from; i < Math.min(to, p.length()); i++) {
            text.append((char) p.u8(i));
        }
        String first = text.toString().split("\r?\n", 2)[0];
        boolean known = http
                ? first.matches("(GET|HEAD|POST|PUT|DELETE|OPTIONS|TRACE|CONNECT) .*|\\S+ \\d{3} .*")
                : first.matches("\\d{3}[ -].*|[A-Z]{3,4}( .*)?");
        out.append(": ").append(name);
        if (style.verbose() == 0) {
            out.append(known ? ": " + first : "");
        } else {
            out.append(", length: ").append(to - from);
            String all = text.toString().replaceFirst("\r?\n$", "");
            for (String line : known ? all.split("\r?\n", -1) : new String[0]) {
                out.append("\n\t").append(line);
            }
        }
    }

    /** The Internet checksum over pseudo-header and segment: 0 where it is right. */
    private static int checksum(PacketView p, int ip, int start, int size, int protocol) {
        long sum = protocol + size;
        for (int i = ip + 12; i < ip + 20; i += 2) {
            sum += p.u16(i);
        }
        for (int i = 0; i < size; i += 2) {
            sum += i + 1 < size ? p.u16(start + i) : p.u8(start + i) << 8;
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xFFFF) + (sum >>> 16);
        }
        return (int) (~sum & 0xFFFF);
    }
}
