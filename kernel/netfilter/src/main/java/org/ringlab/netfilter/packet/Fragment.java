package org.ringlab.netfilter.packet;

/**
 * Which piece of its packet's payload a fragment carries (RFC 791 3.2).
 *
 * @param offset where the piece begins, in bytes; a multiple of 8
 * @param length how many bytes it has
 * @param more the MF flag: other pieces come behind it
 */
public record Fragment(int offset, int length, boolean more) {
    /** Where the piece ends. */
    public int end() {
        return offset + length;
    }
}
