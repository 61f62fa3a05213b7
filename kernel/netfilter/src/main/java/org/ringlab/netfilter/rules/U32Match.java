package org.ringlab.netfilter.rules;

import java.util.List;
import java.util.stream.Collectors;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Wire;

/**
 * {@code -m u32} (net/netfilter/xt_u32.c): words of four bytes anywhere in a packet, cut out and compared.
 *
 * @param tests all must hold
 * @param inverted {@code !}
 */
public record U32Match(List<Test> tests, boolean inverted) implements Match {
    /** Keeps a copy of the list. */
    public U32Match {
        tests = List.copyOf(tests);
    }

    /** What is done with the word found so far. */
    public enum Operator {
        /** Keeps some bits. */
        AND("&"),
        /** Shifts to the left. */
        LEFT("<<"),
        /** Shifts to the right. */
        RIGHT(">>"),
        /** Takes it as a distance, and reads another word from there. */
        AT("@");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }
    }

    /**
     * A step to the value.
     *
     * @param operator what is done
     * @param number with which number, unsigned 32 bits
     */
    public record Step(Operator operator, long number) {}

    /**
     * Values that hold.
     *
     * @param first unsigned 32 bits
     * @param last unsigned 32 bits
     */
    public record Range(long first, long last) {}

    /**
     * One test.
     *
     * @param start where the first word is read, counted from the IP header's first byte
     * @param steps what is done with it
     * @param ranges of which the value must be in one
     */
    public record Test(long start, List<Step> steps, List<Range> ranges) {
        /** Keeps copies of the lists. */
        public Test {
            steps = List.copyOf(steps);
            ranges = List.copyOf(ranges);
        }

        private boolean holds(Bytes bytes) {
            long base = 0;
            long value = word(bytes, start);
            for (Step step : steps) {
                if (value < 0) {
                    return false;
                }
                switch (step.operator) {
                    case AND -> value &= step.number;
                    case LEFT -> value = value << Math.min(32, step.number) & 0xFFFF_FFFFL;
                    case RIGHT -> value >>>= Math.min(32, step.number);
                    case AT -> {
                        base += value;
                        value = word(bytes, base + step.number);
                    }
                }
            }
            long found = value;
            return found >= 0 && ranges.stream().anyMatch(r -> found >= r.first && found <= r.last);
        }

        /** Four bytes as a number; below 0 where they lie outside. */
        private static long word(Bytes bytes, long at) {
            if (at + 4 > bytes.length()) {
                return -1;
            }
            int i = (int) at;
            return (long) bytes.at(i) << 24 | bytes.at(i + 1) << 16 | bytes.at(i + 2) << 8 | bytes.at(i + 3);
        }

        private String text() {
            return hex(start)
                    + steps.stream().map(s -> s.operator.sign + hex(s.number)).collect(Collectors.joining())
                    + "="
                    + ranges.stream()
                            .map(r -> hex(r.first) + (r.first == r.last ? "" : ":" + hex(r.last)))
                            .collect(Collectors.joining(","));
        }

        private static String hex(long number) {
            return "0x" + Long.toHexString(number);
        }
    }

    @Override
    public boolean matches(PacketContext packet) {
        Bytes bytes = Wire.encode(packet.packet());
        return tests.stream().allMatch(test -> test.holds(bytes)) != inverted;
    }

    private String quoted() {
        return "\"" + tests.stream().map(Test::text).collect(Collectors.joining("&&")) + "\"";
    }

    @Override
    public String text() {
        return "-m u32 " + Texts.not(inverted) + "--u32 " + quoted();
    }

    @Override
    public String listing(boolean numeric) {
        return "u32 " + Texts.not(inverted) + quoted();
    }
}
