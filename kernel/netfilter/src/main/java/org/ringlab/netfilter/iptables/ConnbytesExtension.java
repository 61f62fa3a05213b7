package org.ringlab.netfilter.iptables;

import java.util.List;
import java.util.Locale;
import org.ringlab.netfilter.rules.ConnbytesMatch;
import org.ringlab.netfilter.rules.Match;

/** {@code -m connbytes} (extensions/libxt_connbytes.c). */
final class ConnbytesExtension implements Extension<Match> {
    private long first;
    private long last;
    private ConnbytesMatch.Measure measure = ConnbytesMatch.Measure.PACKETS;
    private ConnbytesMatch.Direction direction = ConnbytesMatch.Direction.BOTH;

    @Override
    public String name() {
        return "connbytes";
    }

    @Override
    public List<ExtensionOption> options() {
        return List.of(
                ExtensionOption.of("connbytes").required(),
                ExtensionOption.of("connbytes-dir").plain().required(),
                ExtensionOption.of("connbytes-mode").plain().required());
    }

    @Override
    public void option(String option, String argument, boolean inverted, Words words) throws IptablesError {
        switch (option) {
            case "connbytes" -> range(argument, inverted);
            case "connbytes-dir" -> direction = named(ConnbytesMatch.Direction.values(), option, argument);
            default -> measure = named(ConnbytesMatch.Measure.values(), option, argument);
        }
    }

    /** {@code a}, {@code a:b}, {@code a:}, {@code :b}; an inverted one is kept with its ends exchanged. */
    private void range(String argument, boolean inverted) throws IptablesError {
        long[] ends = Numbers.range("connbytes", "connbytes", argument, -1);
        first = ends[0];
        last = argument.indexOf(':') < 0 ? -1 : ends[1];
        if (Long.compareUnsigned(last, first) < 0) {
            throw IptablesError.parameter(
                    Long.toUnsignedString(first) + " should be less than " + Long.toUnsignedString(last));
        }
        if (inverted) {
            long exchanged = first;
            first = last;
            last = exchanged;
        }
    }

    private static <E extends Enum<E>> E named(E[] values, String option, String word) throws IptablesError {
        for (E value : values) {
            if (value.name().toLowerCase(Locale.ROOT).equals(word)) {
                return value;
            }
        }
        throw IptablesError.parameter("Unknown --" + option + " `" + word + "'");
    }

    @Override
    public Match finish() {
        return new ConnbytesMatch(first, last, measure, direction);
    }
}
