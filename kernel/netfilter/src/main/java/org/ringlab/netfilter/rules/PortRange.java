package org.ringlab.netfilter.rules;

/**
 * Ports from {@code first} to {@code last}, both in.
 *
 * @param first 0 to 65535
 * @param last 0 to 65535
 */
public record PortRange(int first, int last) {
    /** Whether {@code port} is among them. */
    public boolean contains(int port) {
        return port >= first && port <= last;
    }

    /** {@code 80} or {@code 80:90}. */
    @Override
    public String toString() {
        return Texts.range(first, last, ":");
    }
}
