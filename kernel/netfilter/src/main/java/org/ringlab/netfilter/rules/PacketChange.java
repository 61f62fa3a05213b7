package org.ringlab.netfilter.rules;

/**
 * One thing a target changed about a packet.
 *
 * @param field what
 * @param before as it was, in the notation of iptables: {@code 64}, {@code 0x10}
 * @param after as it is now
 */
public record PacketChange(PacketField field, String before, String after) {
    /** A change of a number that is written in hexadecimal. */
    static PacketChange hex(PacketField field, int before, int after) {
        return new PacketChange(field, "0x" + Integer.toHexString(before), "0x" + Integer.toHexString(after));
    }

    /** A change of a number that is written in decimal. */
    static PacketChange decimal(PacketField field, int before, int after) {
        return new PacketChange(field, Integer.toString(before), Integer.toString(after));
    }

    /** Whether anything is other than before. */
    boolean isReal() {
        return !before.equals(after);
    }
}
