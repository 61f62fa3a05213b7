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
        int colon = argument.indexOf(':');
        String low = colon < 0 ? argument : argument.substring(0, colon);
        String high = colon < 0 ? "" : argument.substring(colon + 1);
        first = low.isEmpty() && colon >= 0 ? 0 : end(low, argument);
        last = high.isEmpty() ? -1 : end(high, high);
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

    private static long end(String text, String near) throws IptablesError {
        return Numbers.parse64(text)
                .orElseThrow(() -> IptablesError.parameter("connbytes: bad value for option \"--connbytes\" near \""
                        + near + "\", or out of range (0-18446744073709551615).\n"));
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
