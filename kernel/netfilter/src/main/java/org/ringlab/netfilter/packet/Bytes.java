package org.ringlab.netfilter.packet;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** An immutable run of bytes, equal by content. */
public final class Bytes {
    /** No bytes. */
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] data;

    private Bytes(byte[] data) {
        this.data = data;
    }

    /** A copy of {@code data}. */
    public static Bytes of(byte[] data) {
        return data.length == 0 ? EMPTY : new Bytes(data.clone());
    }

    /** {@code text} in UTF-8. */
    public static Bytes utf8(String text) {
        return text.isEmpty() ? EMPTY : new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** {@code length} bytes of which each is {@code value}. */
    public static Bytes filled(int length, int value) {
        byte[] data = new byte[length];
        Arrays.fill(data, (byte) value);
        return new Bytes(data);
    }

    /** How many. */
    public int length() {
        return data.length;
    }

    /** The byte at {@code index}, 0 to 255. */
    public int at(int index) {
        return data[index] & 255;
    }

    /** A copy. */
    public byte[] toArray() {
        return data.clone();
    }

    /** These bytes read as UTF-8. */
    public String utf8() {
        return new String(data, StandardCharsets.UTF_8);
    }

    /** The first {@code count} bytes. */
    public Bytes first(int count) {
        return count == data.length ? this : new Bytes(Arrays.copyOf(data, count));
    }

    /** The bytes from {@code from} on, up to and without {@code to}. */
    public Bytes part(int from, int to) {
        return from == 0 ? first(to) : new Bytes(Arrays.copyOfRange(data, from, to));
    }

    /** These bytes followed by {@code more}. */
    public Bytes plus(Bytes more) {
        byte[] joined = Arrays.copyOf(data, data.length + more.data.length);
        System.arraycopy(more.data, 0, joined, data.length, more.data.length);
        return new Bytes(joined);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes b && Arrays.equals(data, b.data);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(data);
    }

    @Override
    public String toString() {
        return data.length + " bytes";
    }
}
