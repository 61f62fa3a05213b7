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
    private static final long MOST_BUCKETS = 1 << 20;
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
                ExtensionOption.of("hashlimit-above").without("hashlimit-upto"),
                ExtensionOption.of("hashlimit").alias("hashlimit-upto").without("hashlimit-above"),
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
            case "hashlimit-htable-size" -> size = clamped(option, argument);
            case "hashlimit-htable-max" -> most = clamped(option, argument);
            case "hashlimit-htable-gcinterval" -> sweepMillis = Numbers.within(name(), option, argument, 0, U32);
            case "hashlimit-htable-expire" ->
                expireMillis = OptionalLong.of(Numbers.within(name(), option, argument, 0, U32));
            case "hashlimit-mode" -> mode(argument);
            case "hashlimit-name" -> table(argument);
            case "hashlimit-rate-match" -> byRate = true;
            case "hashlimit-rate-interval" -> interval = interval(option, argument);
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

    /** The kernel keeps tables within {@code HASHLIMIT_MAX_SIZE}. */
    private static long clamped(String option, String argument) throws IptablesError {
        return Math.min(MOST_BUCKETS, Numbers.within("hashlimit", option, argument, 0, U32));
    }

    private static long interval(String option, String argument) throws IptablesError {
        int seconds = CNumber.atoi(argument);
        if (seconds <= 0) {
            throw HashLimitRate.bad(option, argument);
        }
        return seconds;
    }

    private void table(String argument) throws IptablesError {
        if (argument.isEmpty()) {
            throw IptablesError.parameter("Argument must have a minimum length of 1 characters\n");
        }
        table = argument.substring(0, Math.min(LONGEST_NAME, argument.length()));
    }

    private void mode(String argument) throws IptablesError {
        for (String word : CNumber.tokens(argument, ",")) {
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
                        rate.bytes() ? rate.refills(burst) : HashLimitRate.packets(burst),
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
