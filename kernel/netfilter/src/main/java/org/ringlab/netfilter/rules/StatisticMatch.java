package org.ringlab.netfilter.rules;

import java.util.Locale;

/** {@code -m statistic} (net/netfilter/xt_statistic.c): by chance, or every n-th packet. */
public final class StatisticMatch implements Match {
    /** How it chooses. */
    public sealed interface Mode {
        /**
         * By chance.
         *
         * @param threshold of 2<sup>31</sup> equally likely numbers so many pass
         */
        record Random(long threshold) implements Mode {}

        /**
         * One packet of every so many.
         *
         * @param every the length of a round, 1 to 2<sup>32</sup>-1
         * @param packet which packet of a round, from 0
         */
        record Nth(long every, long packet) implements Mode {}
    }

    /** What {@code --probability 1} is. */
    public static final long CERTAIN = 1L << 31;

    private final Mode mode;
    private final boolean inverted;
    private long seen;

    /** One that has seen no packet. */
    public StatisticMatch(Mode mode, boolean inverted) {
        this.mode = mode;
        this.inverted = inverted;
    }

    @Override
    public boolean matches(PacketContext packet) {
        return switch (mode) {
            case Mode.Random(long threshold) -> (packet.random().nextLong() >>> 33) < threshold != inverted;
            case Mode.Nth(long every, long chosen) -> seen++ % every == chosen != inverted;
        };
    }

    @Override
    public Match fresh() {
        return new StatisticMatch(mode, inverted);
    }

    private String text(String dashes) {
        String not = Texts.not(inverted);
        return dashes
                + "mode "
                + switch (mode) {
                    case Mode.Random(long threshold) ->
                        String.format(
                                Locale.ROOT, "random %s%sprobability %.11f", not, dashes, threshold / (double) CERTAIN);
                    case Mode.Nth(long every, long chosen) ->
                        "nth " + not + dashes + "every " + every + " " + dashes + "packet " + chosen;
                };
    }

    @Override
    public String text() {
        return "-m statistic " + text("--");
    }

    @Override
    public String listing(boolean numeric) {
        return "statistic " + text("");
    }

    /** Equal by what was typed, however many packets were seen. */
    @Override
    public boolean equals(Object other) {
        return other instanceof StatisticMatch match && match.mode.equals(mode) && match.inverted == inverted;
    }

    @Override
    public int hashCode() {
        return mode.hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}
