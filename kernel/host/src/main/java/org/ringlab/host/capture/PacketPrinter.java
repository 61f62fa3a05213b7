package org.ringlab.host.capture;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Function;
import org.ringlab.netfilter.packet.Bpdu;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.MacAddress;

/** Prints packets as tcpdump 4.99 does, one after another; it remembers where conversations began. */
public final class PacketPrinter {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private final LinkType link;
    private final PrintStyle style;
    private final IpPrinter ip;
    private long first = -1;
    private long previous = -1;

    /**
     * For one capture.
     *
     * @param names an address's name, or the address as it is written
     */
    public PacketPrinter(LinkType link, PrintStyle style, Function<Ipv4Address, String> names) {
        this.link = link;
        this.style = style;
        ip = new IpPrinter(style, names);
    }

    /** A packet's line or lines. */
    public String print(CapturedPacket packet) {
        PacketView whole = new PacketView(link, packet.data());
        StringBuilder out = new StringBuilder(time(packet.micros()));
        link(out, whole, packet.iface());
        PacketView view = whole.inside();
        if (whole.vlan() >= 0 && style.linkHeader()) {
            out.append("vlan ").append(whole.vlan()).append(", p ").append(whole.u8(14) >>> 5);
            out.append(", ethertype ").append(etherType(view)).append(", ");
        }
        int type = view.etherType();
        if (type == PacketView.IPV4) {
            out.append(style.linkHeader() ? "" : "IP ");
            ip.print(out, view, view.network());
        } else if (type == PacketView.ARP) {
            out.append(style.linkHeader() ? "" : "ARP, ");
            arp(out, view);
        } else if (view.isStp()) {
            StpPrinter.print(out, view, style);
        } else {
            out.append("ethertype Unknown (")
                    .append(hex(type, 4))
                    .append("), length ")
                    .append(view.length());
        }
        dump(out, view);
        return out.append('\n').toString();
    }

    private String time(long micros) {
        if (first < 0) {
            first = micros;
            previous = micros;
        }
        String text = switch (style.time()) {
            case 1 -> "";
            case 2 -> micros / 1_000_000 + "." + fraction(micros) + " ";
            case 3 -> " " + clock(micros - previous, CLOCK);
            case 4 -> clock(micros, DATE);
            case 5 -> " " + clock(micros - first, CLOCK);
            default -> clock(micros, CLOCK);
        };
        previous = micros;
        return text;
    }

    private static String clock(long micros, DateTimeFormatter format) {
        LocalDateTime at = LocalDateTime.ofEpochSecond(Math.floorDiv(micros, 1_000_000), 0, ZoneOffset.UTC);
        return at.format(format) + "." + fraction(micros) + " ";
    }

    private static String fraction(long micros) {
        return String.format(Locale.ROOT, "%06d", Math.floorMod(micros, 1_000_000));
    }

    private void link(StringBuilder out, PacketView view, String iface) {
        boolean cooked = link == LinkType.COOKED || link == LinkType.COOKED2;
        if (cooked && style.interfaces()) {
            String name = iface.isEmpty() ? "ifindex " + view.u32(4) : iface;
            out.append(String.format(Locale.ROOT, "%-5s %-3s ", name, way(view.way())));
        }
        if (!style.linkHeader()) {
            return;
        }
        if (link == LinkType.ETHERNET) {
            out.append(mac(view, 6)).append(" > ").append(mac(view, 0)).append(", ");
            if (view.isStp()) {
                out.append("802.3, length ").append(view.etherType()).append(": ");
                return;
            }
            out.append(style.quiet() ? protocolName(view) : "ethertype " + etherType(view));
            out.append(", length ").append(view.length()).append(": ");
        } else if (cooked) {
            int at = link == LinkType.COOKED2 ? 12 : 6;
            if (link == LinkType.COOKED2) {
                out.append("ifindex ").append(view.u32(4)).append(' ');
            } else {
                out.append(String.format(Locale.ROOT, "%3s ", way(view.way())));
            }
            out.append(mac(view, at)).append(' ');
            out.append(view.isStp() ? "802.2, " : style.quiet() ? "" : "ethertype " + etherType(view) + ", ");
            out.append("length ").append(view.length()).append(": ");
        } else {
            out.append("ip: ");
        }
    }

    private static String way(int way) {
        return switch (way) {
            case 0 -> "In";
            case 1 -> "B";
            case 2 -> "M";
            case 3 -> "P";
            default -> "Out";
        };
    }

    private static String protocolName(PacketView view) {
        return switch (view.etherType()) {
            case PacketView.IPV4 -> "IPv4";
            case PacketView.ARP -> "ARP";
            case PacketView.TAGGED -> "802.1Q";
            default -> "Unknown";
        };
    }

    private static String etherType(PacketView view) {
        return protocolName(view) + " (" + hex(view.etherType(), 4) + ")";
    }

    private static String hex(int value, int digits) {
        return String.format(Locale.ROOT, "0x%0" + digits + "x", value);
    }

    private static String mac(PacketView view, int at) {
        return new MacAddress(Math.max(0, view.read(at, 2)) << 32 | view.u32(at + 2) & 0xFFFF_FFFFL).toString();
    }

    private void arp(StringBuilder out, PacketView view) {
        int at = view.network();
        if (view.length() < at + 28) {
            out.append("[|arp]");
            return;
        }
        if (style.verbose() > 0) {
            out.append("Ethernet (len ").append(view.u8(at + 4));
            out.append("), IPv4 (len ").append(view.u8(at + 5)).append("), ");
        }
        int operation = view.u16(at + 6);
        String sender = ip.name(view.u32(at + 14));
        String target = ip.name(view.u32(at + 24));
        if (operation == 1) {
            out.append("Request who-has ").append(target);
            if (view.read(at + 18, 4) != 0 || view.u16(at + 22) != 0) {
                out.append(" (").append(mac(view, at + 18)).append(')');
            }
            out.append(" tell ").append(sender);
        } else {
            out.append("Reply ").append(sender).append(" is-at ").append(mac(view, at + 8));
        }
        out.append(", length ").append(view.length() - at);
    }

    private void dump(StringBuilder out, PacketView view) {
        int from = style.dumpLink() ? 0 : view.network() + (view.isStp() ? Bpdu.LLC_LENGTH : 0);
        switch (style.dump()) {
            case NONE -> {}
            case TEXT -> {
                out.append('\n');
                for (int i = from; i < view.length(); i++) {
                    int c = view.u8(i);
                    out.append(
                            c == '\r'
                                    ? view.u8(i + 1) == '\n' ? "" : "."
                                    : c == '\n' || c == '\t' || c >= 32 && c < 127 ? String.valueOf((char) c) : ".");
                }
            }
            case HEX, BOTH -> {
                for (int row = from; row < view.length(); row += 16) {
                    out.append("\n\t").append(hex(row - from, 4)).append(": ");
                    row(out, view, row);
                }
            }
        }
    }

    private void row(StringBuilder out, PacketView view, int row) {
        StringBuilder hex = new StringBuilder();
        StringBuilder text = new StringBuilder();
        for (int i = row; i < Math.min(row + 16, view.length()); i++) {
            int c = view.u8(i);
            hex.append((i - row) % 2 == 0 ? " " : "").append(String.format(Locale.ROOT, "%02x", c));
            text.append(c > 32 && c < 127 ? (char) c : '.');
        }
        out.append(style.dump() == PrintStyle.Dump.BOTH ? String.format(Locale.ROOT, "%-40s  %s", hex, text) : hex);
    }
}
