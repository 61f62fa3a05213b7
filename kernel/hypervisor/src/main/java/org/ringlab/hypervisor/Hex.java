package org.ringlab.hypervisor;

/** Numbers as they are shown. */
public final class Hex {
    private Hex() {}

    /** {@code 0x1f}. */
    public static String of(long value) {
        return "0x" + Long.toHexString(value);
    }

    /** {@code 90 f4}. */
    public static String bytes(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            text.append(text.isEmpty() ? "" : " ").append(Character.forDigit(b >> 4 & 15, 16));
            text.append(Character.forDigit(b & 15, 16));
        }
        return text.toString();
    }
}
