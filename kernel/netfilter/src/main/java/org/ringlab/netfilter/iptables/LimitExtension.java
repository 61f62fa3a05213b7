package org.ringlab.netfilter.iptables;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.ringlab.netfilter.rules.LimitMatch;
import org.ringlab.netfilter.rules.Match;

/** {@code -m limit} (extensions/libxt_limit.c). */
final class LimitExtension implements Extension<Match> {
    private static final List<String> UNITS = List.of("second", "minute", "hour", "day");
    private static final long[] SECONDS = {1, 60, 3600, 86_400};

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
        OptionalLong count = Numbers.parse(slash < 0 ? rate : rate.substring(0, slash), Integer.MAX_VALUE);
        for (int i = 0; i < UNITS.size(); i++) {
            if (!unit.isEmpty() && UNITS.get(i).startsWith(unit) && count.isPresent() && count.getAsLong() > 0) {
                long found = LimitMatch.SCALE * SECONDS[i] / count.getAsLong();
                if (found == 0) {
                    throw IptablesError.parameter("Rate too fast \"" + rate + "\"\n");
                }
                return found;
            }
        }
        throw IptablesError.parameter("bad rate \"" + rate + "\"'");
    }

    @Override
    public Match finish() throws IptablesError {
        LimitMatch match = new LimitMatch(period, burst);
        return match;
    }
}
