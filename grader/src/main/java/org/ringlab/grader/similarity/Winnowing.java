package org.ringlab.grader.similarity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ringlab.grader.similarity.JavaTokens.Token;

/**
 * Fingerprints of a sequence of tokens by winnowing (Schleimer, Wilkerson, Aiken: Winnowing, SIGMOD 2003): of every
 * {@code window} neighbouring hashes of {@code gram} tokens the smallest is kept, the rightmost of equal ones. Two texts that share
 * {@code gram + window - 1} tokens in a row share a fingerprint; a shared run shorter than {@code gram} is never seen.
 *
 * @param gram tokens in a hash, at least 1
 * @param window hashes of which one is kept, at least 1
 */
record Winnowing(int gram, int window) {
    /** Long enough that loops and calls everybody writes are no match. */
    static final Winnowing USUAL = new Winnowing(10, 6);

    private static final long BASE = 1_000_003;

    /** The fingerprints, each with the line of its first place. */
    Map<Long, Integer> fingerprints(List<Token> tokens) {
        List<Long> hashes = new ArrayList<>();
        for (int i = 0; i + gram <= tokens.size(); i++) {
            hashes.add(hash(tokens, i));
        }
        Map<Long, Integer> kept = new LinkedHashMap<>();
        for (int i = 0; i + window <= hashes.size(); i++) {
            int smallest = i;
            for (int j = i + 1; j < i + window; j++) {
                smallest = hashes.get(j) <= hashes.get(smallest) ? j : smallest;
            }
            kept.putIfAbsent(hashes.get(smallest), tokens.get(smallest).line());
        }
        return kept;
    }

    private long hash(List<Token> tokens, int from) {
        long hash = 0;
        for (int i = from; i < from + gram; i++) {
            hash = hash * BASE + tokens.get(i).text().hashCode();
        }
        // Mixed, so that the smallest is not always the same kind of token.
        hash ^= hash >>> 33;
        hash *= 0xff51afd7ed558ccdL;
        return hash ^ hash >>> 33;
    }
}
