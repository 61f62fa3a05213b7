package org.ringlab.netfilter.iptables;

import java.util.List;
import java.util.Locale;
import org.ringlab.netfilter.rules.LimitMatch;
import org.ringlab.netfilter.rules.Match;

/** {@code -m limit} (extensions/libxt_limit.c). */
final class LimitExtension implements Extension<Match> {
    /** A unit of time, in seconds, that any beginning of its name stands for. */
    private record Unit(String name, long seconds) {}

    private static final List<Unit> UNITS =
            List.of(new Unit("second", 1), new Unit("minute", 60), new Unit("hour", 3600), new Unit("day", 86_400));

    private long period = LimitMatch.SCALE * 3600L / 3;
    private int burst = LimitMatch.DEFAULT_BURST;

    @Override
    public String name() {
        return "limit";
    }

    @Override
    public List<ExtensionOption> options() {
        return List.of(
                ExtensionOption.of("limit").plain(),
                ExtensionOption.of("limit-burst").plain());
    }

    @Override
    public void option(String option, String argument, boolean inverted, Words words) throws IptablesError {
        if (option.equals("limit")) {
            period = period(argument);
        } else {
            burst = Numbers.bounded("limit", option, argument, 0, 10_000);
        }
    }

    private static long period(String rate) throws IptablesError {
        int slash = rate.indexOf('/');
        String unit = slash < 0 ? "second" : rate.substring(slash + 1).toLowerCase(Locale.ROOT);
        long count = CNumber.atoi(rate) & 0xFFFF_FFFFL;
        for (Unit known : UNITS) {
            if (!unit.isEmpty() && known.name.startsWith(unit) && count > 0) {
                long found = LimitMatch.SCALE * known.seconds / count;
                if (found == 0) {
                    throw IptablesError.parameter("Rate too fast \"" + rate + "\"");
                }
                return found;
            }
        }
        throw IptablesError.parameter("bad rate \"" + rate + "\"'");
    }

    @Override
    public Match finish() {
        return new LimitMatch(period, burst);
    }
}
