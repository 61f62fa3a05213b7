package org.ringlab.host.capture;

import java.util.Locale;
import org.ringlab.netfilter.packet.Bpdu;
import org.ringlab.netfilter.packet.MacAddress;

/** What bridges tell each other, as tcpdump prints it (print-stp.c). */
final class StpPrinter {
    private static final int CHANGE = 0x80;

    private StpPrinter() {}

    static void print(StringBuilder out, PacketView view, PrintStyle style) {
        int at = view.network() + Bpdu.LLC_LENGTH;
        if (style.linkHeader()) {
            out.append("LLC, dsap STP (0x42) Individual, ssap STP (0x42) Command, ctrl 0x03: ");
        }
        out.append("STP 802.1d, ");
        if (view.u8(at + 3) == CHANGE) {
            out.append("Topology Change");
            return;
        }
        out.append("Config, Flags [").append(flags(view.u8(at + 4))).append("], bridge-id ");
        out.append(bridge(view, at + 17)).append(String.format(Locale.ROOT, ".%04x", view.u16(at + 25)));
        out.append(", length ").append(view.length() - at);
        if (style.verbose() > 0) {
            out.append("\n\tmessage-age ").append(seconds(view, at + 27));
            out.append(", max-age ").append(seconds(view, at + 29));
            out.append(", hello-time ").append(seconds(view, at + 31));
            out.append(", forwarding-delay ").append(seconds(view, at + 33));
            out.append("\n\troot-id ").append(bridge(view, at + 5));
            out.append(", root-pathcost ").append(Integer.toUnsignedString(view.u32(at + 13)));
        }
    }

    private static String flags(int flags) {
        return switch (flags & 0x81) {
            case 0 -> "none";
            case 1 -> "Topology change";
            case 0x80 -> "Topology change ACK";
            default -> "Topology change, Topology change ACK";
        };
    }

    private static String bridge(PacketView view, int at) {
        long mac = (long) view.u16(at + 2) << 32 | view.u32(at + 4) & 0xFFFF_FFFFL;
        return String.format(Locale.ROOT, "%04x.%s", view.u16(at), new MacAddress(mac));
    }

    private static String seconds(PacketView view, int at) {
        return String.format(Locale.ROOT, "%.2fs", view.u16(at) / (double) Bpdu.TICKS_PER_SECOND);
    }
}
