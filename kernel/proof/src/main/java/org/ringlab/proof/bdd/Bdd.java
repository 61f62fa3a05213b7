package org.ringlab.proof.bdd;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Reduced ordered binary decision diagrams (Bryant, "Graph-based algorithms for Boolean function manipulation", 1986):
 * each function of the variables is one number, equal functions are the same number.
 *
 * <p>Nodes are never freed: an instance lives as long as one proof. What grows beyond the budget ends in {@link TooBig}.
 */
public final class Bdd {
    /** The function that is false everywhere. */
    public static final int FALSE = 0;

    /** The function that is true everywhere. */
    public static final int TRUE = 1;

    private static final int LEAF = Integer.MAX_VALUE;

    /** More nodes were needed than the budget allows: the question is too hard. */
    public static final class TooBig extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private TooBig(int nodes) {
            super("more than " + nodes + " nodes", null, false, false);
        }
    }

    private final int maxNodes;

    /**
     * Four numbers a node, so that they lie in one line of the processor's cache: its variable, the functions where that is
     * clear and where it is set, and one that is not used.
     */
    private int[] nodes;

    private int count;

    /** Open addressing over node numbers; 0 is a free place. */
    private int[] unique;

    /** Results of {@link #ite}: three operands and the result, the newest of each place; forgotten when it grows. */
    private int[] known;

    /** A factory for at most so many nodes (16 bytes each, and 24 for the tables). */
    public Bdd(int maxNodes) {
        this.maxNodes = maxNodes;
        nodes = new int[4 << 15];
        unique = new int[1 << 16];
        known = new int[4 << 15];
        count = 2;
        nodes[FALSE * 4] = LEAF;
        nodes[TRUE * 4] = LEAF;
    }

    private Bdd(Bdd begun) {
        maxNodes = begun.maxNodes + begun.count;
        nodes = begun.nodes.clone();
        unique = begun.unique.clone();
        known = begun.known.clone();
        count = begun.count;
    }

    /** Another one, in which all that was worked out here is known; its own nodes have the whole budget. */
    public Bdd copy() {
        return new Bdd(this);
    }

    /** Nodes made so far. */
    public int size() {
        return count;
    }

    /** The function that is variable {@code index}, from 0; lower ones are asked first. */
    public int variable(int index) {
        return make(index, FALSE, TRUE);
    }

    /** Whether {@code f} does not hold. */
    public int not(int f) {
        return ite(f, FALSE, TRUE);
    }

    /** Whether both hold. */
    public int and(int f, int g) {
        return f <= g ? ite(f, g, FALSE) : ite(g, f, FALSE);
    }

    /** Whether either holds. */
    public int or(int f, int g) {
        return f <= g ? ite(f, TRUE, g) : ite(g, TRUE, f);
    }

    /** Whether one holds and the other doesn't. */
    public int xor(int f, int g) {
        return ite(f, not(g), g);
    }

    /** Whether {@code f} holds and {@code g} doesn't. */
    public int minus(int f, int g) {
        return ite(g, FALSE, f);
    }

    /** {@code g} where {@code f} holds, {@code h} elsewhere. */
    public int ite(int f, int g, int h) {
        if (f == TRUE || g == h) {
            return g;
        }
        if (f == FALSE) {
            return h;
        }
        int then = g == f ? TRUE : g;
        int otherwise = h == f ? FALSE : h;
        if (then == TRUE && otherwise == FALSE) {
            return f;
        }
        int place = (mixed(f, then, otherwise) & known.length / 4 - 1) * 4;
        if (known[place] == f && known[place + 1] == then && known[place + 2] == otherwise) {
            return known[place + 3];
        }
        int top = Math.min(variableOf(f), Math.min(variableOf(then), variableOf(otherwise)));
        int whereSet = ite(high(f, top), high(then, top), high(otherwise, top));
        int whereClear = ite(low(f, top), low(then, top), low(otherwise, top));
        int result = make(top, whereClear, whereSet);
        // The table may have grown meanwhile.
        place = (mixed(f, then, otherwise) & known.length / 4 - 1) * 4;
        known[place] = f;
        known[place + 1] = then;
        known[place + 2] = otherwise;
        known[place + 3] = result;
        return result;
    }

    private int variableOf(int node) {
        return nodes[node * 4];
    }

    private int low(int node) {
        return nodes[node * 4 + 1];
    }

    private int high(int node) {
        return nodes[node * 4 + 2];
    }

    private int low(int f, int top) {
        return variableOf(f) == top ? low(f) : f;
    }

    private int high(int f, int top) {
        return variableOf(f) == top ? high(f) : f;
    }

    private static int mixed(int a, int b, int c) {
        int h = a * 0x9E3779B1 + b * 0x85EBCA6B + c * 0xC2B2AE35;
        return (h ^ h >>> 15) * 0x2C1B3C6D;
    }

    private int make(int index, int whereClear, int whereSet) {
        if (whereClear == whereSet) {
            return whereClear;
        }
        int mask = unique.length - 1;
        int place = mixed(index, whereClear, whereSet) & mask;
        for (int node = unique[place]; node != 0; node = unique[place]) {
            if (variableOf(node) == index && low(node) == whereClear && high(node) == whereSet) {
                return node;
            }
            place = place + 1 & mask;
        }
        if (count >= maxNodes) {
            throw new TooBig(maxNodes);
        }
        if (count == nodes.length / 4) {
            grow();
            return make(index, whereClear, whereSet);
        }
        int node = count++;
        nodes[node * 4] = index;
        nodes[node * 4 + 1] = whereClear;
        nodes[node * 4 + 2] = whereSet;
        unique[place] = node;
        return node;
    }

    private void grow() {
        int size = nodes.length / 4 * 2;
        nodes = Arrays.copyOf(nodes, size * 4);
        unique = new int[size * 2];
        known = new int[4 * size];
        int mask = unique.length - 1;
        for (int node = 2; node < count; node++) {
            int place = mixed(variableOf(node), low(node), high(node)) & mask;
            while (unique[place] != 0) {
                place = place + 1 & mask;
            }
            unique[place] = node;
        }
    }

    /** Whether {@code f} holds where exactly these variables are set. */
    public boolean holds(int f, BitSet set) {
        int node = f;
        while (variableOf(node) != LEAF) {
            node = set.get(variableOf(node)) ? high(node) : low(node);
        }
        return node == TRUE;
    }

    /**
     * The variables that are set at one place where {@code f} holds: as few as go, the first ones last.
     *
     * @throws IllegalArgumentException where it holds nowhere
     */
    public BitSet somewhere(int f) {
        if (f == FALSE) {
            throw new IllegalArgumentException("holds nowhere");
        }
        BitSet set = new BitSet();
        int node = f;
        while (variableOf(node) != LEAF) {
            if (low(node) == FALSE) {
                set.set(variableOf(node));
                node = high(node);
            } else {
                node = low(node);
            }
        }
        return set;
    }
}
