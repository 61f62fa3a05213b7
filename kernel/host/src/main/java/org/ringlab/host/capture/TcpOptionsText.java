package org.ringlab.host.capture;

import java.util.ArrayList;
import java.util.List;

/** The options of a TCP segment in tcpdump's words. */
final class TcpOptionsText {
    private TcpOptionsText() {}

    /** {@code , options [mss 1460,sackOK,…]}; empty where there are none. */
    static String of(PacketView p, int from, int to) {
        List<String> options = new ArrayList<>();
        int at = from;
        while (at < Math.min(to, p.length())) {
            int kind = p.u8(at);
            if (kind == 0) {
                options.add("eol");
                break;
            }
            if (kind == 1) {
                options.add("nop");
                at++;
                continue;
            }
            int length = p.u8(at + 1);
            if (length < 2 || at + length > to) {
                options.add("[bad opt]");
                break;
            }
            options.add(
                    switch (kind) {
                        case 2 -> "mss " + p.u16(at + 2);
                        case 3 -> "wscale " + p.u8(at + 2);
                        case 4 -> "sackOK";
                        case 5 -> "sack";
                        case 8 ->
                            "TS val " + Integer.toUnsignedString(p.u32(at + 2)) + " ecr "
                                    + Integer.toUnsignedString(p.u32(at + 6));
                        default -> "unknown-" + kind;
                    });
            at += length;
        }
        return options.isEmpty() ? "" : ", options [" + String.join(",", options) + "]";
    }
}
