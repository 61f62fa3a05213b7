package org.ringlab.netfilter.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;

/** Pieces that the printed forms of several matches and targets share. */
final class Texts {
    /** The order in which iptables prints connection states. */
    private static final List<ConnectionState> STATE_ORDER = List.of(
            ConnectionState.INVALID,
            ConnectionState.NEW,
            ConnectionState.RELATED,
            ConnectionState.ESTABLISHED,
            ConnectionState.UNTRACKED);

    private Texts() {}

    /** The sign of inversion with its blank, or nothing. */
    static String not(boolean inverted) {
        return inverted ? "! " : "";
    }

    /** {@code 0x1f}: an unsigned number in hexadecimal. */
    static String hex(int value) {
        return "0x" + Integer.toHexString(value);
    }

    /** {@code 24} for a mask that is a prefix, {@code 255.0.255.0} for one that isn't. */
    static String mask(Ipv4Address mask) {
        int length = Integer.bitCount(mask.bits());
        return Ipv4Prefix.mask(length) == mask.bits() ? Integer.toString(length) : mask.toString();
    }

    /** {@code 80}, or {@code 80:90} with {@code between} in the middle. */
    static String range(long first, long last, String between) {
        return first == last ? Long.toString(first) : first + between + last;
    }

    /** Names of states in iptables' order. */
    static List<String> states(Set<ConnectionState> states) {
        List<String> names = new ArrayList<>();
        for (ConnectionState state : STATE_ORDER) {
            if (states.contains(state)) {
                names.add(state.name());
            }
        }
        return names;
    }

    /** {@code text} in double quotes where it has characters that need them (xtables_save_string). */
    static String quoted(String text) {
        if (!text.isEmpty() && text.chars().allMatch(Texts::isPlain)) {
            return text;
        }
        StringBuilder s = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\' || c == '\'') {
                s.append('\\');
            }
            s.append(c);
        }
        return s.append('"').toString();
    }

    private static boolean isPlain(int c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '-';
    }
}
