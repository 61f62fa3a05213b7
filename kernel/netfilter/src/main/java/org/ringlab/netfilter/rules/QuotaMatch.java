package org.ringlab.netfilter.rules;

/** {@code -m quota} (net/netfilter/xt_quota.c): passes as long as bytes are left. Every change of its table refills it. */
public final class QuotaMatch implements Match {
    private final long bytes;
    private final boolean inverted;
    private long left;

    /** A full quota; {@code bytes} is unsigned. */
    public QuotaMatch(long bytes, boolean inverted) {
        this.bytes = bytes;
        this.inverted = inverted;
        left = bytes;
    }

    @Override
    public boolean matches(PacketContext packet) {
        int length = packet.packet().length();
        if (Long.compareUnsigned(left, length) < 0) {
            left = 0;
            return inverted;
        }
        left -= length;
        return !inverted;
    }

    @Override
    public Match fresh() {
        return new QuotaMatch(bytes, inverted);
    }

    @Override
    public String text() {
        return "-m quota " + Texts.not(inverted) + "--quota " + Long.toUnsignedString(bytes);
    }

    @Override
    public String listing(boolean numeric) {
        return "quota: " + Long.toUnsignedString(bytes) + " bytes";
    }

    /** Equal by what was typed, whatever is left. */
    @Override
    public boolean equals(Object other) {
        return other instanceof QuotaMatch quota && quota.bytes == bytes && quota.inverted == inverted;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(bytes);
    }

    @Override
    public String toString() {
        return text();
    }
}
