package org.ringlab.netfilter.rules;

import java.util.List;

/** Rates as {@code limit} and {@code hashlimit} keep them: the time between two packets. */
final class Rates {
    /** A unit that rates are printed in. */
    record Unit(String name, long seconds) {}

    private static final List<Unit> UNITS =
            List.of(new Unit("day", 86_400), new Unit("hour", 3_600), new Unit("min", 60), new Unit("sec", 1));

    private Rates() {}

    /**
     * The biggest unit in which a rate is nearly whole.
     *
     * @param period time between two packets, above 0
     * @param scale of which there are so many in a second
     */
    static Unit unit(long period, long scale) {
        int i = 1;
        while (i < UNITS.size()) {
            long length = UNITS.get(i).seconds() * scale;
            if (period > length || length / period < length % period) {
                break;
            }
            i++;
        }
        return UNITS.get(i - 1);
    }

    /** {@code 10/min}. */
    static String text(long period, long scale) {
        Unit unit = unit(period, scale);
        return unit.seconds() * scale / period + "/" + unit.name();
    }
}
