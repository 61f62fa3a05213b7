package org.ringlab.netfilter.rules;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.ringlab.netfilter.packet.TcpSegment;

/**
 * {@code -m tcp} (net/netfilter/xt_tcpudp.c, {@code tcp_mt}).
 *
 * @param source {@code --sport}
 * @param destination {@code --dport}
 * @param flags {@code --tcp-flags} or {@code --syn}
 * @param option {@code --tcp-option}
 */
public record TcpMatch(PortTest source, PortTest destination, Optional<Flags> flags, Optional<Option> option)
        implements Match {
    /**
     * Of the flags in {@code mask} exactly those in {@code set} must be on.
     *
     * @param mask bits of {@link TcpSegment#FIN} …
     * @param set bits of {@link TcpSegment#FIN} …
     * @param inverted {@code !}
     */
    public record Flags(int mask, int set, boolean inverted) {
        private boolean accepts(TcpSegment tcp) {
            return ((tcp.flags() & mask) == set) != inverted;
        }

        /** {@code --syn}: FIN, SYN, RST, ACK looked at, SYN alone on. */
        public static Flags syn(boolean inverted) {
            return new Flags(
                    TcpSegment.FIN | TcpSegment.SYN | TcpSegment.RST | TcpSegment.ACK, TcpSegment.SYN, inverted);
        }
    }

    /**
     * A TCP option that must be there.
     *
     * @param kind 1 to 255
     * @param inverted {@code !}: must not be there
     */
    public record Option(int kind, boolean inverted) {}

    @Override
    public boolean matches(PacketContext packet) {
        if (packet.laterFragment() || !(packet.packet().payload() instanceof TcpSegment tcp)) {
            return false;
        }
        return source.accepts(tcp.sourcePort())
                && destination.accepts(tcp.destinationPort())
                && (flags.isEmpty() || flags.get().accepts(tcp))
                && (option.isEmpty() || carries(tcp, option.get().kind) != option.get().inverted);
    }

    /** Whether it looks for the SYN flag alone to be on, as TCPMSS asks for. */
    boolean isForSynOnly() {
        return flags.filter(f -> (f.set & TcpSegment.SYN) != 0 && !f.inverted).isPresent();
    }

    /** Which options Linux puts into segments of each length: MSS, SACK, timestamps, window scale on a SYN. */
    private static boolean carries(TcpSegment tcp, int kind) {
        return switch (tcp.optionsLength()) {
            case 0 -> false;
            case 4 -> kind == 2;
            case 12 -> kind == 8 || kind == 1;
            default -> kind >= 1 && kind <= 4 || kind == 8;
        };
    }

    @Override
    public boolean accepted(int ruleProtocol, Set<Hook> hooks) {
        return ruleProtocol == TcpSegment.PROTOCOL;
    }

    @Override
    public String text() {
        return "-m tcp"
                + source.text("--sport")
                + destination.text("--dport")
                + option.map(o -> " " + Texts.not(o.inverted) + "--tcp-option " + o.kind)
                        .orElse("")
                + flags.filter(f -> f.mask != 0 || f.inverted)
                        .map(f -> " " + Texts.not(f.inverted) + "--tcp-flags " + names(f.mask) + " " + names(f.set))
                        .orElse("");
    }

    @Override
    public String listing(boolean numeric) {
        return "tcp"
                + source.listing("spt", "tcp", numeric)
                + destination.listing("dpt", "tcp", numeric)
                + option.map(o -> " option=" + (o.inverted ? "!" : "") + o.kind).orElse("")
                + flags.map(f -> " flags:" + (f.inverted ? "!" : "") + listed(f.mask, numeric) + "/"
                                + listed(f.set, numeric))
                        .orElse("");
    }

    private static String listed(int flags, boolean numeric) {
        return numeric ? String.format(Locale.ROOT, "0x%02X", flags) : names(flags);
    }

    private static String names(int flags) {
        int known = flags & (TcpSegment.ECE - 1);
        return known == 0 ? "NONE" : String.join(",", TcpSegment.flagNames(known));
    }
}
