package org.ringlab.netfilter.iptables;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringlab.netfilter.rules.HashLimitMatch;

/**
 * A rate as {@code --hashlimit-upto} takes it: packets in a unit of time, or bytes a second.
 *
 * @param bytes whether bytes are counted
 * @param period as {@link HashLimitMatch.Settings} keeps it
 * @param bytesPerSecond 0 where packets are counted
 * @param expireMillis how long buckets are kept unless something else is typed
 */
record HashLimitRate(boolean bytes, long period, long bytesPerSecond, long expireMillis) {
    /** No rate. */
    static final HashLimitRate NONE = new HashLimitRate(false, 1, 0, 1000);

    private static final long MOST_PACKETS = 1_000_000;
    private static final Pattern BYTES = Pattern.compile("(\\d{1,10})(b|kb|mb)/s");
    private static final Pattern PACKETS = Pattern.compile("(\\d{1,9})[^/]*(?:/(\\w*))?");
    private static final Pattern BURST = Pattern.compile("(\\d{1,10})(b|kb|mb)?");

    private record Unit(String name, long seconds) {}

    private static final List<Unit> UNITS =
            List.of(new Unit("second", 1), new Unit("minute", 60), new Unit("hour", 3600), new Unit("day", 86_400));

    static HashLimitRate read(String option, String text) throws IptablesError {
        Matcher m = BYTES.matcher(text);
        if (m.matches() && Long.parseLong(m.group(1)) > 0) {
            long bytes = scaled(m.group(1), m.group(2));
            return new HashLimitRate(
                    true,
                    HashLimitMatch.bytePeriod(bytes),
                    HashLimitMatch.bytesPerSecond(HashLimitMatch.bytePeriod(bytes)),
                    HashLimitMatch.DEFAULT_BYTE_EXPIRE);
        }
        return packets(option, text);
    }

    private static HashLimitRate packets(String option, String text) throws IptablesError {
        Matcher m = PACKETS.matcher(text);
        if (!m.matches() || Long.parseLong(m.group(1)) == 0) {
            throw bad(option, text);
        }
        String typed = m.group(2) == null ? "second" : m.group(2).toLowerCase(Locale.ROOT);
        for (Unit unit : UNITS) {
            if (!typed.isEmpty() && unit.name.startsWith(typed)) {
                long period = HashLimitMatch.SCALE * unit.seconds / Long.parseLong(m.group(1));
                if (period == 0) {
                    throw IptablesError.parameter("Rate too fast \"" + text + "\"\n");
                }
                return new HashLimitRate(false, period, 0, unit.seconds * 1000);
            }
        }
        throw bad(option, text);
    }

    /** The complaint about an option's value. */
    static IptablesError bad(String option, String text) {
        return IptablesError.parameter("hashlimit: Bad value for \"--" + option + "\" option: \"" + text + "\"");
    }

    /** A burst: packets, or bytes with a unit. */
    static long burst(String text) throws IptablesError {
        Matcher m = BURST.matcher(text);
        if (m.matches()) {
            long value = scaled(m.group(1), m.group(2) == null ? "b" : m.group(2));
            if (m.group(2) != null || value >= 1 && value <= MOST_PACKETS) {
                return value;
            }
        }
        throw IptablesError.parameter(
                "bad value for option \"--hashlimit-burst\", or out of range (1-" + MOST_PACKETS + ").");
    }

    private static long scaled(String digits, String unit) {
        return Long.parseLong(digits) << (unit.equals("mb") ? 20 : unit.equals("kb") ? 10 : 0);
    }

    /** How often a burst of bytes refills the bucket at once. */
    long refills(OptionalLong burst) throws IptablesError {
        if (burst.isEmpty()) {
            return 0;
        }
        if (burst.getAsLong() < bytesPerSecond) {
            throw IptablesError.parameter("burst cannot be smaller than " + bytesPerSecond + "b");
        }
        return (burst.getAsLong() + bytesPerSecond - 1) / Math.max(1, bytesPerSecond);
    }
}
