package org.ringlab.virt.image;

import java.util.Arrays;

/** Bytes, at least one: all alike, as disks mostly hold them, or each its own. */
public sealed interface Chunk {
    /** So many bytes of one value. */
    record Alike(int length, byte value) implements Chunk {
        @Override
        public byte at(int index) {
            return value;
        }

        @Override
        public byte[] bytes() {
            byte[] bytes = new byte[length];
            Arrays.fill(bytes, value);
            return bytes;
        }

        @Override
        public Chunk slice(int from, int to) {
            return new Alike(to - from, value);
        }
    }

    /** Different bytes; nobody changes the array. */
    @SuppressWarnings("ArrayRecordComponent")
    record Each(byte[] bytes) implements Chunk {
        @Override
        public int length() {
            return bytes.length;
        }

        @Override
        public byte at(int index) {
            return bytes[index];
        }

        @Override
        public Chunk slice(int from, int to) {
            return of(Arrays.copyOfRange(bytes, from, to));
        }
    }

    /** How many. */
    int length();

    /** One of them. */
    byte at(int index);

    /** All of them. */
    byte[] bytes();

    /** Those from {@code from} to before {@code to}. */
    Chunk slice(int from, int to);

    /** Whether all are zero. */
    default boolean isZero() {
        return this instanceof Alike alike && alike.value == 0;
    }

    /** So many zeros. */
    static Chunk zeros(int length) {
        return new Alike(length, (byte) 0);
    }

    /** These bytes, which nobody changes afterwards. */
    static Chunk of(byte[] bytes) {
        for (byte b : bytes) {
            if (b != bytes[0]) {
                return new Each(bytes);
            }
        }
        return new Alike(bytes.length, bytes.length == 0 ? 0 : bytes[0]);
    }
}
