package org.ringlab.host.container;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** SHA-256 (FIPS 180-4), from which identifiers and the names of service chains are made. */
public final class Digest {
    private static final int[] K = constants();
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private Digest() {}

    /** The 64 hexadecimal digits of a text's digest. */
    public static String hex(String text) {
        StringBuilder hex = new StringBuilder();
        for (byte each : sha256(text.getBytes(StandardCharsets.UTF_8))) {
            hex.append(Character.forDigit(each >> 4 & 15, 16)).append(Character.forDigit(each & 15, 16));
        }
        return hex.toString();
    }

    /** The first {@code length} letters of a text's digest in base 32 (RFC 4648). */
    public static String base32(String text, int length) {
        byte[] digest = sha256(text.getBytes(StandardCharsets.UTF_8));
        StringBuilder letters = new StringBuilder();
        for (int bit = 0; letters.length() < length; bit += 5) {
            int two = (digest[bit / 8] & 255) << 8 | (bit / 8 + 1 < digest.length ? digest[bit / 8 + 1] & 255 : 0);
            letters.append(BASE32.charAt(two >> (11 - bit % 8) & 31));
        }
        return letters.toString();
    }

    static byte[] sha256(byte[] message) {
        int[] h = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
        byte[] padded = Arrays.copyOf(message, (message.length + 9 + 63) / 64 * 64);
        padded[message.length] = (byte) 0x80;
        long bits = message.length * 8L;
        for (int i = 0; i < 8; i++) {
            padded[padded.length - 1 - i] = (byte) (bits >>> 8 * i);
        }
        for (int block = 0; block < padded.length; block += 64) {
            compress(h, padded, block);
        }
        byte[] digest = new byte[32];
        for (int i = 0; i < 32; i++) {
            digest[i] = (byte) (h[i / 4] >>> 24 - 8 * (i % 4));
        }
        return digest;
    }

    private static void compress(int[] h, byte[] data, int at) {
        int[] w = new int[64];
        for (int i = 0; i < 16; i++) {
            int p = at + 4 * i;
            w[i] = (data[p] & 255) << 24 | (data[p + 1] & 255) << 16 | (data[p + 2] & 255) << 8 | data[p + 3] & 255;
        }
        for (int i = 16; i < 64; i++) {
            int a = w[i - 15];
            int b = w[i - 2];
            w[i] = w[i - 16]
                    + (Integer.rotateRight(a, 7) ^ Integer.rotateRight(a, 18) ^ a >>> 3)
                    + w[i - 7]
                    + (Integer.rotateRight(b, 17) ^ Integer.rotateRight(b, 19) ^ b >>> 10);
        }
        int[] v = h.clone();
        for (int i = 0; i < 64; i++) {
            int e = v[4];
            int t1 = v[7]
                    + (Integer.rotateRight(e, 6) ^ Integer.rotateRight(e, 11) ^ Integer.rotateRight(e, 25))
                    + (e & v[5] ^ ~e & v[6])
                    + K[i]
                    + w[i];
            int a = v[0];
            int t2 = (Integer.rotateRight(a, 2) ^ Integer.rotateRight(a, 13) ^ Integer.rotateRight(a, 22))
                    + (a & v[1] ^ a & v[2] ^ v[1] & v[2]);
            System.arraycopy(v, 0, v, 1, 7);
            v[4] += t1;
            v[0] = t1 + t2;
        }
        for (int i = 0; i < 8; i++) {
            h[i] += v[i];
        }
    }

    /** The first 32 bits of the fractions of the cube roots of the first 64 primes. */
    private static int[] constants() {
        int[] k = new int[64];
        int found = 0;
        for (int n = 2; found < 64; n++) {
            boolean prime = true;
            for (int d = 2; d * d <= n; d++) {
                prime &= n % d != 0;
            }
            if (prime) {
                // floor(cbrt(n) · 2^32) by whole numbers, as a double has too few digits to trust
                BigInteger cube = BigInteger.valueOf(n).shiftLeft(96);
                BigInteger low = BigInteger.ZERO;
                for (int bit = 36; bit >= 0; bit--) {
                    BigInteger next = low.setBit(bit);
                    low = next.pow(3).compareTo(cube) <= 0 ? next : low;
                }
                k[found++] = low.intValue();
            }
        }
        return k;
    }
}
