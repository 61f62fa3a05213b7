package org.ringlab.grader.similarity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ringlab.common.SeededRandom;
import org.ringlab.grader.similarity.Evidence.SharedCode;
import org.ringlab.grader.similarity.JavaTokens.Token;

class JavaSimilarityTest {
    private static final String LRU = """
            class Lru implements Replacement {
                private final java.util.Deque<Integer> order = new java.util.ArrayDeque<>();
                int victim(int[] frames, long[] lastUse) {
                    int best = 0;
                    for (int i = 1; i < frames.length; i++) {
                        if (lastUse[i] < lastUse[best] && frames[i] != -1) {
                            best = i;
                        } else if (lastUse[i] == lastUse[best]) {
                            order.addLast(frames[i]);
                        }
                    }
                    while (!order.isEmpty() && order.peekFirst() < 0) {
                        order.removeFirst();
                    }
                    return best;
                }
                void touched(int page) {
                    order.remove(page);
                    order.addLast(page);
                }
            }
            """;
    private static final String OTHER = """
            class Lru implements Replacement {
                int victim(int[] frames, long[] lastUse) {
                    return java.util.stream.IntStream.range(0, frames.length)
                            .boxed()
                            .min(java.util.Comparator.comparingLong(i -> lastUse[i]))
                            .orElseThrow();
                }
            }
            """;

    static Work work(String student, String... versions) {
        List<Work.Version> all = new ArrayList<>();
        for (String version : versions) {
            all.add(new Work.Version(Instant.EPOCH.plusSeconds(all.size()), all.size() + 1, version));
        }
        return new Work(student, all);
    }

    private static List<SharedCode> compare(String first, String second) {
        return JavaSimilarity.compare(List.of(work("ann", first), work("bob", second)), "");
    }

    @Test
    void newNamesCommentsAndLayoutHideNothing() {
        String renamed = "// my own work\n"
                + LRU.replace("best", "oldest")
                        .replace("frames", "f")
                        .replace("order", "queue")
                        .replace("\n", "\n\n");
        SharedCode found = compare(LRU, renamed).getFirst();
        assertEquals("ann bob", found.first() + " " + found.second());
        assertTrue(found.share() > 0.95, "share " + found.share());
        assertFalse(found.firstLines().isEmpty());
    }

    @Test
    void anotherProgramForTheSameTaskIsNone() {
        assertEquals(List.of(), compare(LRU, OTHER));
    }

    @Test
    void shortProgramsAreNone() {
        String sum = "class S { int f(int[] a) { int s = 0; for (int x : a) { s += x; } return s; } }";
        assertEquals(List.of(), compare(sum, sum));
    }

    @Test
    void whatWasGivenIsNone() {
        assertEquals(List.of(), JavaSimilarity.compare(List.of(work("ann", LRU), work("bob", LRU)), LRU));
    }

    @Test
    void whatHalfAClassWroteIsNone() {
        List<Work> works = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            works.add(work("s" + i, i < 6 ? LRU : "class C" + i + " {}"));
        }
        assertEquals(List.of(), JavaSimilarity.compare(works, ""));
    }

    @Test
    void anyRunAsLongAsTheGuaranteeIsFoundWhereverItStands() {
        Winnowing winnowing = Winnowing.USUAL;
        int guaranteed = winnowing.gram() + winnowing.window() - 1;
        for (long seed = 1; seed <= 300; seed++) {
            SeededRandom chance = new SeededRandom(seed);
            List<Token> shared = random(chance, guaranteed, "shared");
            Set<Long> first = new HashSet<>(
                    winnowing.fingerprints(around(chance, shared, "a")).keySet());
            first.retainAll(winnowing.fingerprints(around(chance, shared, "b")).keySet());
            assertFalse(first.isEmpty(), "seed " + seed);
        }
    }

    @Test
    void noRunShorterThanAGramIsFound() {
        Winnowing winnowing = Winnowing.USUAL;
        for (long seed = 1; seed <= 300; seed++) {
            SeededRandom chance = new SeededRandom(seed);
            List<Token> shared = random(chance, winnowing.gram() - 1, "shared");
            Set<Long> first = new HashSet<>(
                    winnowing.fingerprints(around(chance, shared, "a")).keySet());
            first.retainAll(winnowing.fingerprints(around(chance, shared, "b")).keySet());
            assertTrue(first.isEmpty(), "seed " + seed);
        }
    }

    @Test
    void tokensOfAnythingEnd() {
        String signs = "\"'\\/*\n az9{}.";
        for (long seed = 1; seed <= 2000; seed++) {
            SeededRandom chance = new SeededRandom(seed);
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 40; i++) {
                text.append(signs.charAt(chance.nextInt(signs.length())));
            }
            List<Token> tokens = JavaTokens.of(text.toString());
            assertTrue(tokens.size() <= text.length(), text.toString());
        }
    }

    private static List<Token> around(SeededRandom chance, List<Token> middle, String word) {
        List<Token> all = new ArrayList<>(random(chance, chance.nextInt(60), word));
        all.addAll(middle);
        all.addAll(random(chance, chance.nextInt(60), word));
        return all;
    }

    private static List<Token> random(SeededRandom chance, int length, String word) {
        List<Token> tokens = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            tokens.add(new Token(word + chance.nextInt(1000), 1));
        }
        return tokens;
    }
}
