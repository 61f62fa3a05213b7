package org.ringlab.netfilter.packet;

/**
 * A protocol the simulator carries and does not look into.
 *
 * @param protocol its number
 * @param data its bytes
 */
public record OtherPayload(int protocol, Bytes data) implements Payload {
    @Override
    public int length() {
        return data.length();
    }

    @Override
    public String toString() {
        return "protocol " + protocol + ", length " + length();
    }
}
