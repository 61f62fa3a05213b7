package org.ringlab.netfilter.rules;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Wire;

/**
 * {@code -m string} (net/netfilter/xt_string.c): bytes anywhere in a packet, its headers included. Both algorithms find
 * the same.
 *
 * @param pattern 1 to 128 bytes
 * @param algorithm {@code bm} or {@code kmp}; other names are refused by the kernel
 * @param from the first byte looked at, counted from the IP header's first
 * @param to where the pattern must end at the latest
 * @param ignoreCase {@code --icase}
 * @param inverted {@code !}
 */
public record StringMatch(Bytes pattern, String algorithm, int from, int to, boolean ignoreCase, boolean inverted)
        implements Match {
    /** Where no {@code --to} is typed. */
    public static final int NO_END = 65535;

    private static final Set<String> ALGORITHMS = Set.of("bm", "kmp");

    /** An algorithm that exists and takes no plain strings. */
    private static final String STATE_MACHINE = "fsm";

    @Override
    public boolean matches(PacketContext packet) {
        return isIn(Wire.encode(packet.packet())) != inverted;
    }

    private boolean isIn(Bytes bytes) {
        int last = Math.min(to, bytes.length()) - pattern.length();
        for (int at = from; at <= last; at++) {
            int i = 0;
            while (i < pattern.length() && fold(bytes.at(at + i)) == fold(pattern.at(i))) {
                i++;
            }
            if (i == pattern.length()) {
                return true;
            }
        }
        return false;
    }

    private int fold(int b) {
        return ignoreCase && b >= 'a' && b <= 'z' ? b - 'a' + 'A' : b;
    }

    @Override
    public boolean accepted(int ruleProtocol, Set<Hook> hooks) {
        return pattern.length() > 0 && from <= to && !algorithm.equals(STATE_MACHINE);
    }

    @Override
    public boolean isKnown() {
        return ALGORITHMS.contains(algorithm) || algorithm.equals(STATE_MACHINE);
    }

    /** Whether some byte can't be printed, or {@code |} would begin a hexadecimal block. */
    private boolean needsHex() {
        if (pattern.length() > 0 && pattern.at(pattern.length() - 1) == '\\') {
            return true;
        }
        for (int i = 0; i < pattern.length(); i++) {
            if (pattern.at(i) < 32 || pattern.at(i) > 126) {
                return true;
            }
        }
        return false;
    }

    private String hex() {
        StringBuilder s = new StringBuilder("\"|");
        for (int i = 0; i < pattern.length(); i++) {
            s.append(String.format(Locale.ROOT, "%02x", pattern.at(i)));
        }
        return s.append("|\"").toString();
    }

    private String quoted() {
        String plain = new String(pattern.toArray(), StandardCharsets.ISO_8859_1);
        return "\"" + plain.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    @Override
    public String text() {
        return "-m string " + Texts.not(inverted)
                + (needsHex() ? "--hex-string " + hex() : "--string " + quoted())
                + " --algo " + algorithm
                + (from == 0 ? "" : " --from " + from)
                + (to == NO_END ? "" : " --to " + to)
                + (ignoreCase ? " --icase" : "");
    }

    @Override
    public String listing(boolean numeric) {
        return "STRING match " + (inverted ? "! " : " ")
                + (needsHex() ? hex() : quoted())
                + " ALGO name " + algorithm
                + (from == 0 ? "" : " FROM " + from)
                + (to == NO_END ? "" : " TO " + to)
                + (ignoreCase ? " ICASE" : "");
    }
}
