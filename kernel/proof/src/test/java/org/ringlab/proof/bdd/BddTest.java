package org.ringlab.proof.bdd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Diagrams against the truth tables of the same functions: six variables, 64 rows, one bit of a long each. */
class BddTest {
    private static final int VARIABLES = 6;

    /** A function both ways. */
    private record Function(int diagram, long table) {}

    private static long tableOf(int variable) {
        long table = 0;
        for (int row = 0; row < 64; row++) {
            table |= (row >> variable & 1L) << row;
        }
        return table;
    }

    private static Function combined(Bdd bdd, Random random, List<Function> known) {
        Function a = known.get(random.nextInt(known.size()));
        Function b = known.get(random.nextInt(known.size()));
        Function c = known.get(random.nextInt(known.size()));
        return switch (random.nextInt(6)) {
            case 0 -> new Function(bdd.not(a.diagram), ~a.table);
            case 1 -> new Function(bdd.and(a.diagram, b.diagram), a.table & b.table);
            case 2 -> new Function(bdd.or(a.diagram, b.diagram), a.table | b.table);
            case 3 -> new Function(bdd.xor(a.diagram, b.diagram), a.table ^ b.table);
            case 4 -> new Function(bdd.minus(a.diagram, b.diagram), a.table & ~b.table);
            default -> new Function(bdd.ite(a.diagram, b.diagram, c.diagram), a.table & b.table | ~a.table & c.table);
        };
    }

    private static List<Function> random(Bdd bdd, long seed) {
        List<Function> known = new ArrayList<>(List.of(new Function(Bdd.FALSE, 0), new Function(Bdd.TRUE, -1L)));
        for (int i = 0; i < VARIABLES; i++) {
            known.add(new Function(bdd.variable(i), tableOf(i)));
        }
        Random random = new Random(seed);
        for (int i = 0; i < 4_000; i++) {
            known.add(combined(bdd, random, known));
        }
        return known;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aDiagramHoldsWhereItsTruthTableDoes(long seed) {
        Bdd bdd = new Bdd(1_000_000);
        for (Function function : random(bdd, seed)) {
            for (long row = 0; row < 64; row++) {
                boolean expected = (function.table >>> row & 1) == 1;
                assertEquals(expected, bdd.holds(function.diagram, BitSet.valueOf(new long[] {row})));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void equalFunctionsAreTheSameNumberAndOthersAreNot(long seed) {
        Bdd bdd = new Bdd(1_000_000);
        Map<Long, Integer> diagrams = new HashMap<>();
        Map<Integer, Long> tables = new HashMap<>();
        for (Function function : random(bdd, seed)) {
            diagrams.putIfAbsent(function.table, function.diagram);
            tables.putIfAbsent(function.diagram, function.table);
            assertEquals(diagrams.get(function.table), function.diagram);
            assertEquals(tables.get(function.diagram), function.table);
        }
        assertTrue(diagrams.size() > 100, "different functions were made");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void somewhereIsTheFirstRowWhereItHoldsInTheOrderOfVariables(long seed) {
        Bdd bdd = new Bdd(1_000_000);
        for (Function function : random(bdd, seed)) {
            if (function.table != 0) {
                assertEquals(firstRow(function.table), bdd.somewhere(function.diagram));
            }
        }
        assertThrows(IllegalArgumentException.class, () -> bdd.somewhere(Bdd.FALSE));
    }

    /** Rows compared by their first variable, then the next: the least of those where a table holds. */
    private static BitSet firstRow(long table) {
        long best = -1;
        int least = Integer.MAX_VALUE;
        for (int row = 0; row < 64; row++) {
            int reversed = Integer.reverse(row) >>> 32 - VARIABLES;
            if ((table >>> row & 1) == 1 && reversed < least) {
                best = row;
                least = reversed;
            }
        }
        return BitSet.valueOf(new long[] {best});
    }

    /** A number's bits are equal to another's: bits far apart, so that the diagram has a path for each value. */
    private static int equality(Bdd bdd, int bits) {
        int all = Bdd.TRUE;
        for (int i = 0; i < bits; i++) {
            all = bdd.minus(all, bdd.xor(bdd.variable(i), bdd.variable(bits + i)));
        }
        return all;
    }

    @Test
    void tablesGrowAndNothingIsForgotten() {
        Bdd bdd = new Bdd(1_000_000);
        int equal = equality(bdd, 14);
        assertTrue(bdd.size() > 1 << 15, "grew: " + bdd.size());
        assertEquals(equal, equality(bdd, 14));
        BitSet same = new BitSet();
        same.set(3);
        same.set(14 + 3);
        assertTrue(bdd.holds(equal, same));
        same.clear(3);
        assertTrue(bdd.holds(bdd.not(equal), same));
    }

    @Test
    void aQuestionBeyondTheBudgetIsTooBig() {
        assertThrows(Bdd.TooBig.class, () -> equality(new Bdd(10_000), 14));
    }
}
