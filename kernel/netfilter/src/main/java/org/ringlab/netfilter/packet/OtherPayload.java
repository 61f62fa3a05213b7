package org.ringlab.netfilter.packet;

import org.jspecify.annotations.Nullable;

/**
 * A protocol the simulator carries and does not look into; tunnels do.
 *
 * @param protocol its number
 * @param data its bytes
 * @param carried what a tunnel carries in it, whole; null in all else
 */
public record OtherPayload(
        int protocol, Bytes data, @Nullable Frame carried) implements Payload {
    /** IP in IP (RFC 2003). */
    public static final int IPIP = 4;

    /** Generic routing encapsulation (RFC 2784). */
    public static final int GRE = 47;

    /** Just bytes. */
    public OtherPayload(int protocol, Bytes data) {
        this(protocol, data, null);
    }

    @Override
    public int length() {
        return data.length();
    }

    @Override
    public String toString() {
        String name = switch (protocol) {
            case IPIP -> "IPIP";
            case GRE -> "GRE";
            default -> "protocol " + protocol;
        };
        return name + ", length " + length();
    }
}
