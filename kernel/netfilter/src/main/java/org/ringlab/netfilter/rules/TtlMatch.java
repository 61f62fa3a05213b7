package org.ringlab.netfilter.rules;

/**
 * {@code -m ttl}.
 *
 * @param comparison how
 * @param ttl with what, 0 to 255
 */
public record TtlMatch(Comparison comparison, int ttl) implements Match {
    /** How a time to live is compared. */
    public enum Comparison {
        /** {@code --ttl-eq}. */
        EQUAL("--ttl-eq", "=="),
        /** {@code ! --ttl-eq}. */
        DIFFERENT("! --ttl-eq", "!="),
        /** {@code --ttl-lt}. */
        LESS("--ttl-lt", "<"),
        /** {@code --ttl-gt}. */
        GREATER("--ttl-gt", ">");

        private final String option;
        private final String sign;

        Comparison(String option, String sign) {
            this.option = option;
            this.sign = sign;
        }
    }

    @Override
    public boolean matches(PacketContext packet) {
        int actual = packet.packet().ttl();
        return switch (comparison) {
            case EQUAL -> actual == ttl;
            case DIFFERENT -> actual != ttl;
            case LESS -> actual < ttl;
            case GREATER -> actual > ttl;
        };
    }

    @Override
    public String text() {
        return "-m ttl " + comparison.option + " " + ttl;
    }

    @Override
    public String listing(boolean numeric) {
        return "TTL match TTL " + comparison.sign + " " + ttl;
    }
}
