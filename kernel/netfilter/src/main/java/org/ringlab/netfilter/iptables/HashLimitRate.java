package org.ringlab.netfilter.iptables;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
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

    private record Unit(String name, long seconds) {}

    private static final List<Unit> UNITS =
            List.of(new Unit("second", 1), new Unit("minute", 60), new Unit("hour", 3600), new Unit("day", 86_400));

    static HashLimitRate read(String option, String text) throws IptablesError {
        return text.contains("b/s") ? bytes(option, text) : packets(option, text);
    }

    private static HashLimitRate bytes(String option, String text) throws IptablesError {
        long bytes = CNumber.atoll(text) * factor(text, CNumber.read(text, 10).end());
        if (bytes == 0) {
            throw bad(option, text);
        }
        if (!HashLimitMatch.hasBytePeriod(bytes)) {
            throw IptablesError.parameter(
                    "not simulated: for a rate of \"" + text + "\" the real program dies of a division by zero\n");
        }
        long period = HashLimitMatch.bytePeriod(bytes);
        return new HashLimitRate(
                true, period, HashLimitMatch.bytesPerSecond(period), HashLimitMatch.DEFAULT_BYTE_EXPIRE);
    }

    private static HashLimitRate packets(String option, String text) throws IptablesError {
        long count = CNumber.atoll(text);
        int slash = text.indexOf('/');
        String typed = slash < 0 ? "second" : text.substring(slash + 1).toLowerCase(Locale.ROOT);
        for (Unit unit : UNITS) {
            if (count != 0 && !typed.isEmpty() && unit.name.startsWith(typed)) {
                long period = Long.divideUnsigned(HashLimitMatch.SCALE * unit.seconds, count);
                if (period == 0) {
                    throw IptablesError.parameter("Rate too fast \"" + text + "\"");
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
        CNumber number = CNumber.read(text, 0);
        long value = number.tooLarge() ? 0 : number.value() * factor(text, number.end());
        boolean alone = number.end() == text.length();
        if (value <= 0 || alone && value > MOST_PACKETS) {
            throw badBurst();
        }
        return value;
    }

    private static IptablesError badBurst() {
        return IptablesError.parameter(
                "bad value for option \"--hashlimit-burst\", or out of range (1-" + MOST_PACKETS + ").");
    }

    /** What the letter behind a number multiplies it by; others are passed over. */
    private static long factor(String text, int end) {
        char unit = end < text.length() ? text.charAt(end) : 'b';
        return unit == 'm' ? 1 << 20 : unit == 'k' ? 1 << 10 : 1;
    }

    /** A burst of packets. */
    static long packets(OptionalLong burst) throws IptablesError {
        if (burst.orElse(0) > MOST_PACKETS) {
            throw badBurst();
        }
        return burst.orElse(HashLimitMatch.DEFAULT_BURST);
    }

    /** How often a burst of bytes refills the bucket at once. */
    long refills(OptionalLong burst) throws IptablesError {
        if (burst.isEmpty()) {
            return 0;
        }
        if (burst.getAsLong() < bytesPerSecond) {
            throw IptablesError.parameter("burst cannot be smaller than " + bytesPerSecond + "b");
        }
        if (bytesPerSecond == 0) {
            throw IptablesError.parameter(
                    "not simulated: with a burst and a rate below 16 b/s the real program dies of a division by zero\n");
        }
        return (burst.getAsLong() + bytesPerSecond - 1) / bytesPerSecond;
    }
}
