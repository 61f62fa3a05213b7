package org.ringlab.netfilter.iptables;

import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.rules.Match;
import org.ringlab.netfilter.rules.StatisticMatch;

/** {@code -m statistic} (extensions/libxt_statistic.c). */
final class StatisticExtension implements Extension<Match> {
    private @Nullable String mode;
    private OptionalLong threshold = OptionalLong.empty();
    private OptionalLong every = OptionalLong.empty();
    private OptionalLong packet = OptionalLong.empty();
    private boolean inverted;

    @Override
    public String name() {
        return "statistic";
    }

    @Override
    public List<ExtensionOption> options() {
        return List.of(
                ExtensionOption.of("mode").plain().required(),
                ExtensionOption.of("probability").without("every", "packet"),
                ExtensionOption.of("every").without("probability").needs("packet"),
                ExtensionOption.of("packet").plain().without("probability").needs("every"));
    }

    @Override
    public void option(String option, String argument, boolean not, Words words) throws IptablesError {
        inverted |= not;
        switch (option) {
            case "mode" -> {
                if (!argument.equals("random") && !argument.equals("nth")) {
                    throw IptablesError.parameter("Bad mode \"" + argument + "\"");
                }
                mode = argument;
            }
            case "probability" -> threshold = OptionalLong.of(probability(argument));
            case "every" -> every = OptionalLong.of(Numbers.within(name(), option, argument, 1, 0xFFFF_FFFFL));
            default -> packet = OptionalLong.of(Numbers.within(name(), option, argument, 0, 0xFFFF_FFFFL));
        }
    }

    private static long probability(String text) throws IptablesError {
        if (text.matches("[0-9]{0,300}(\\.[0-9]{1,300})?(e-?[0-9]{1,2})?") && text.matches("[0-9.].*")) {
            double value = Double.parseDouble(text);
            if (value <= 1) {
                return Math.round(value * StatisticMatch.CERTAIN);
            }
        }
        throw IptablesError.parameter("statistic: bad value for option \"--probability\", or out of range (0-1).\n");
    }

    @Override
    public void check() throws IptablesError {
        boolean nth = "nth".equals(mode);
        if (nth && every.isEmpty() && packet.isEmpty()) {
            throw IptablesError.parameter("--every and --packet must be specified when using nth mode");
        }
        if (!nth && threshold.isEmpty()) {
            throw IptablesError.parameter("--probability must be specified when using random mode");
        }
        if (packet.isPresent() && every.isPresent() && packet.getAsLong() >= every.getAsLong()) {
            throw IptablesError.parameter("the --packet p must be 0 <= p <= n-1");
        }
    }

    @Override
    public Match finish() {
        return new StatisticMatch(
                "nth".equals(mode)
                        ? new StatisticMatch.Mode.Nth(every.orElse(1), packet.orElse(0))
                        : new StatisticMatch.Mode.Random(threshold.orElse(0)),
                inverted);
    }
}
