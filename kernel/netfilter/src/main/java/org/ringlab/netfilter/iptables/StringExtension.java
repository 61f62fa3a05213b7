package org.ringlab.netfilter.iptables;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.rules.Match;
import org.ringlab.netfilter.rules.StringMatch;

/** {@code -m string} (extensions/libxt_string.c). */
final class StringExtension implements Extension<Match> {
    private static final int LONGEST_PATTERN = 128;
    private static final int LONGEST_ALGORITHM = 15;

    private @Nullable Bytes pattern;
    private String algorithm = "";
    private int from;
    private int to = StringMatch.NO_END;
    private boolean ignoreCase;
    private boolean inverted;

    @Override
    public String name() {
        return "string";
    }

    @Override
    public List<ExtensionOption> options() {
        return List.of(
                ExtensionOption.of("from").plain(),
                ExtensionOption.of("to").plain(),
                ExtensionOption.of("algo").plain().required(),
                ExtensionOption.of("string").without("hex-string"),
                ExtensionOption.of("hex-string").without("string"),
                ExtensionOption.flag("icase"));
    }

    @Override
    public void option(String option, String argument, boolean not, Words words) throws IptablesError {
        switch (option) {
            case "from" -> from = Numbers.bounded(name(), option, argument, 0, StringMatch.NO_END);
            case "to" -> to = Numbers.bounded(name(), option, argument, 0, StringMatch.NO_END);
            case "algo" -> algorithm = argument.substring(0, Math.min(LONGEST_ALGORITHM, argument.length()));
            case "icase" -> ignoreCase = true;
            default -> {
                inverted = not;
                pattern = option.equals("string") ? plain(argument) : hex(argument);
            }
        }
    }

    private static Bytes plain(String text) throws IptablesError {
        Bytes bytes = Bytes.utf8(text);
        if (bytes.length() > LONGEST_PATTERN) {
            throw IptablesError.parameter("STRING too long \"" + text + "\"");
        }
        return bytes;
    }

    /** Plain text with blocks of hexadecimal digits between bars, and a backslash before characters meant as such. */
    private static Bytes hex(String text) throws IptablesError {
        byte[] typed = text.getBytes(StandardCharsets.UTF_8);
        if (typed.length == 0) {
            throw IptablesError.parameter("STRING must contain at least one char");
        }
        byte[] bytes = new byte[typed.length]; // never longer than what was typed
        int count = 0;
        boolean inBlock = false;
        int i = 0;
        while (i < typed.length) {
            if (typed[i] == '\\' && !inBlock) {
                if (i + 1 == typed.length) {
                    throw IptablesError.parameter("Bad literal placement at end of string");
                }
                bytes[count++] = typed[i + 1];
                i += 2;
            } else if (typed[i] == '|') {
                inBlock = !inBlock;
                i = inBlock ? pastBlanks(typed, i + 1) : i + 1;
            } else if (inBlock) {
                bytes[count++] = digits(typed, i);
                i = pastBlanks(typed, i + 2);
            } else {
                bytes[count++] = typed[i++];
            }
            if (count > LONGEST_PATTERN) {
                throw IptablesError.parameter("STRING too long \"" + text + "\"");
            }
        }
        if (inBlock) {
            throw IptablesError.parameter("Invalid hex block");
        }
        return Bytes.of(bytes).first(count);
    }

    /** The byte that two digits stand for. */
    private static byte digits(byte[] typed, int at) throws IptablesError {
        if (at + 1 >= typed.length || typed[at + 1] == '|') {
            throw IptablesError.parameter("Invalid hex block");
        }
        return (byte) (digit(typed[at]) << 4 | digit(typed[at + 1]));
    }

    private static int pastBlanks(byte[] typed, int at) {
        int next = at;
        while (next < typed.length && typed[next] == ' ') {
            next++;
        }
        return next;
    }

    private static int digit(byte typed) throws IptablesError {
        int digit = Character.digit(typed & 255, 16);
        if (digit < 0) {
            throw IptablesError.parameter("Invalid hex char '" + (char) (typed & 255) + "'");
        }
        return digit;
    }

    @Override
    public void check() throws IptablesError {
        if (pattern == null) {
            throw IptablesError.parameter("STRING match: You must specify `--string' or `--hex-string'");
        }
    }

    @Override
    public Match finish() {
        Bytes found = pattern == null ? Bytes.EMPTY : pattern;
        return new StringMatch(found, algorithm, from, to, ignoreCase, inverted);
    }
}
