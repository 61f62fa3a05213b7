package org.ringlab.netfilter.iptables;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import org.ringlab.netfilter.rules.HashLimitMatch;
import org.ringlab.netfilter.rules.HashLimitMatch.Field;
import org.ringlab.netfilter.rules.Match;

/** {@code -m hashlimit} (extensions/libxt_hashlimit.c). */
final class HashLimitExtension implements Extension<Match> {
    private static final long U32 = 0xFFFF_FFFFL;
    private static final int LONGEST_NAME = 254;

    private boolean rateTyped;
    private boolean above;
    private HashLimitRate rate = HashLimitRate.NONE;
    private OptionalLong burst = OptionalLong.empty();
    private String table = "";
    private final Set<Field> mode = HashLimitMatch.noField();
    private int sourceMask = 32;
    private int destinationMask = 32;
    private long size;
    private long most;
    private long sweepMillis = HashLimitMatch.DEFAULT_SWEEP;
    private OptionalLong expireMillis = OptionalLong.empty();
    private boolean byRate;
    private long interval = 1;

    @Override
    public String name() {
        return "hashlimit";
    }

    @Override
    public List<ExtensionOption> options() {
        return List.of(
                ExtensionOption.of("hashlimit-upto").without("hashlimit-above"),
                ExtensionOption.of("hashlimit-above").without("hashlimit-upto", "hashlimit"),
                ExtensionOption.of("hashlimit").without("hashlimit-above"),
                ExtensionOption.of("hashlimit-srcmask").plain(),
                ExtensionOption.of("hashlimit-dstmask").plain(),
                ExtensionOption.of("hashlimit-burst").plain(),
                ExtensionOption.of("hashlimit-htable-size").plain(),
                ExtensionOption.of("hashlimit-htable-max").plain(),
                ExtensionOption.of("hashlimit-htable-gcinterval").plain(),
                ExtensionOption.of("hashlimit-htable-expire").plain(),
                ExtensionOption.of("hashlimit-mode").plain(),
                ExtensionOption.of("hashlimit-name").plain().required(),
                ExtensionOption.flag("hashlimit-rate-match"),
                ExtensionOption.of("hashlimit-rate-interval").plain());
    }

    @Override
    public void option(String option, String argument, boolean inverted, Words words) throws IptablesError {
        switch (option) {
            case "hashlimit-srcmask" -> sourceMask = length(option, argument);
            case "hashlimit-dstmask" -> destinationMask = length(option, argument);
            case "hashlimit-burst" -> burst = OptionalLong.of(HashLimitRate.burst(argument));
            case "hashlimit-htable-size" -> size = Numbers.within(name(), option, argument, 0, U32);
            case "hashlimit-htable-max" -> most = Numbers.within(name(), option, argument, 0, U32);
            case "hashlimit-htable-gcinterval" -> sweepMillis = Numbers.within(name(), option, argument, 0, U32);
            case "hashlimit-htable-expire" ->
                expireMillis = OptionalLong.of(Numbers.within(name(), option, argument, 0, U32));
            case "hashlimit-mode" -> mode(argument);
            case "hashlimit-name" -> table = argument.substring(0, Math.min(LONGEST_NAME, argument.length()));
            case "hashlimit-rate-match" -> byRate = true;
            case "hashlimit-rate-interval" -> interval = Numbers.within(name(), option, argument, 1, U32);
            default -> {
                rateTyped = true;
                above = option.equals("hashlimit-above") != inverted;
                rate = HashLimitRate.read(option, argument);
            }
        }
    }

    private static int length(String option, String argument) throws IptablesError {
        return (int) Numbers.within("hashlimit", option, argument, 0, 0xFFFF_FFFFL) & 0xFF;
    }

    private void mode(String argument) throws IptablesError {
        for (String word : argument.split(",")) {
            boolean known = false;
            for (Field field : Field.values()) {
                if (field.name().toLowerCase(Locale.ROOT).equals(word)) {
                    mode.add(field);
                    known = true;
                }
            }
            if (!known) {
                throw HashLimitRate.bad("hashlimit-mode", argument);
            }
        }
    }

    @Override
    public void check() throws IptablesError {
        if (!rateTyped) {
            throw IptablesError.parameter("You have to specify --hashlimit");
        }
    }

    @Override
    public Match finish() throws IptablesError {
        return new HashLimitMatch(
                table,
                above,
                new HashLimitMatch.Settings(
                        rate.bytes(),
                        rate.bytes() ? rate.period() : rate.period() * interval,
                        rate.bytes() ? rate.refills(burst) : burst.orElse(HashLimitMatch.DEFAULT_BURST),
                        mode,
                        sourceMask,
                        destinationMask,
                        size,
                        most,
                        sweepMillis,
                        expireMillis.orElse(rate.expireMillis()),
                        byRate,
                        interval));
    }
}
