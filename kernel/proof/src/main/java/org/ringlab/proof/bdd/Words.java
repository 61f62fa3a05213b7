package org.ringlab.proof.bdd;

import java.util.BitSet;

/** Binary numbers of a fixed width, the highest bit first, each of whose bits is a function of a {@link Bdd}. */
public final class Words {
    private final Bdd bdd;

    /** Numbers over the variables of {@code bdd}. */
    public Words(Bdd bdd) {
        this.bdd = bdd;
    }

    /** A number that is the same everywhere. */
    public static int[] constant(int width, long value) {
        int[] word = new int[width];
        for (int i = 0; i < width; i++) {
            word[i] = (value >>> (width - 1 - i) & 1) == 1 ? Bdd.TRUE : Bdd.FALSE;
        }
        return word;
    }

    /** A number whose bits are the variables from {@code first} on. */
    public int[] variables(int width, int first) {
        int[] word = new int[width];
        for (int i = 0; i < width; i++) {
            word[i] = bdd.variable(first + i);
        }
        return word;
    }

    /** Where {@code word} is {@code value}. */
    public int equal(int[] word, long value) {
        return equal(word, -1L, value);
    }

    /** Where the bits of {@code word} that are set in {@code mask} are those of {@code value}. */
    public int equal(int[] word, long mask, long value) {
        int all = Bdd.TRUE;
        for (int i = word.length - 1; i >= 0; i--) {
            int bit = word.length - 1 - i;
            if ((mask >>> bit & 1) == 1) {
                all = bdd.and((value >>> bit & 1) == 1 ? word[i] : bdd.not(word[i]), all);
            }
        }
        return all;
    }

    /** Where two numbers of one width are equal. */
    public int equal(int[] a, int[] b) {
        int all = Bdd.TRUE;
        for (int i = a.length - 1; i >= 0; i--) {
            all = bdd.minus(all, bdd.xor(a[i], b[i]));
        }
        return all;
    }

    /** Where {@code word}, unsigned, is from {@code first} to {@code last}; nowhere if these are the wrong way round. */
    public int between(int[] word, long first, long last) {
        return first > last ? Bdd.FALSE : bdd.and(atLeast(word, first), atMost(word, last));
    }

    /** Where {@code word}, unsigned, is {@code value} or more. */
    public int atLeast(int[] word, long value) {
        int holds = Bdd.TRUE;
        for (int i = word.length - 1; i >= 0; i--) {
            boolean set = (value >>> (word.length - 1 - i) & 1) == 1;
            holds = set ? bdd.and(word[i], holds) : bdd.or(word[i], holds);
        }
        return holds;
    }

    /** Where {@code word}, unsigned, is {@code value} or less. */
    public int atMost(int[] word, long value) {
        int holds = Bdd.TRUE;
        for (int i = word.length - 1; i >= 0; i--) {
            boolean set = (value >>> (word.length - 1 - i) & 1) == 1;
            holds = set ? bdd.ite(word[i], holds, Bdd.TRUE) : bdd.minus(holds, word[i]);
        }
        return holds;
    }

    /** {@code a} where {@code f} holds, {@code b} elsewhere. */
    public int[] ite(int f, int[] a, int[] b) {
        int[] word = new int[a.length];
        for (int i = 0; i < a.length; i++) {
            word[i] = bdd.ite(f, a[i], b[i]);
        }
        return word;
    }

    /** Each bit flipped where the one of {@code b} is set. */
    public int[] xor(int[] a, int[] b) {
        int[] word = new int[a.length];
        for (int i = 0; i < a.length; i++) {
            word[i] = bdd.xor(a[i], b[i]);
        }
        return word;
    }

    /** Each bit kept where the one of {@code mask} is set, else 0. */
    public static int[] and(int[] word, long mask) {
        int[] kept = word.clone();
        for (int i = 0; i < word.length; i++) {
            if ((mask >>> (word.length - 1 - i) & 1) == 0) {
                kept[i] = Bdd.FALSE;
            }
        }
        return kept;
    }

    /** The sum; what doesn't fit is lost. */
    public int[] plus(int[] a, int[] b) {
        int[] sum = new int[a.length];
        int carry = Bdd.FALSE;
        for (int i = a.length - 1; i >= 0; i--) {
            int either = bdd.xor(a[i], b[i]);
            sum[i] = bdd.xor(either, carry);
            carry = bdd.or(bdd.and(a[i], b[i]), bdd.and(either, carry));
        }
        return sum;
    }

    /** What {@code word} is where exactly these variables are set. */
    public long value(int[] word, BitSet set) {
        long value = 0;
        for (int bit : word) {
            value = value << 1 | (bdd.holds(bit, set) ? 1 : 0);
        }
        return value;
    }
}
