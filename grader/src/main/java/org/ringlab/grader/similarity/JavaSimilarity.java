package org.ringlab.grader.similarity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ringlab.grader.similarity.Evidence.SharedCode;
import org.ringlab.grader.similarity.Work.Version;

/** Compares programs in Java by token windows: names, values, comments and layout don't matter. */
public final class JavaSimilarity {
    /** Shared fingerprints that are no chance: some seventy tokens. */
    static final int FEW = 12;

    /** Of the shorter program. */
    static final double SHARE = 0.6;

    private static final Winnowing WINNOWING = Winnowing.USUAL;

    private JavaSimilarity() {}

    /** A student's last program. */
    private record Program(String student, long submission, Map<Long, Integer> prints) {}

    /**
     * Pairs of students whose last programs are alike, the most alike first.
     *
     * @param works of all students of the exercise
     * @param given code that everybody was given: no evidence
     */
    public static List<SharedCode> compare(List<Work> works, String given) {
        Set<Long> known =
                new HashSet<>(WINNOWING.fingerprints(JavaTokens.of(given)).keySet());
        List<Program> programs = new ArrayList<>();
        for (Work work : works) {
            if (!work.versions().isEmpty()) {
                Version last = work.versions().getLast();
                Map<Long, Integer> prints = WINNOWING.fingerprints(JavaTokens.of(last.text()));
                prints.keySet().removeAll(known);
                programs.add(new Program(work.student(), last.submission(), prints));
            }
        }
        removeCommon(programs);
        Map<Long, List<Integer>> places = new HashMap<>();
        List<SharedCode> found = new ArrayList<>();
        for (int i = 0; i < programs.size(); i++) {
            Map<Integer, Integer> shared = new HashMap<>();
            for (Long print : programs.get(i).prints().keySet()) {
                List<Integer> others = places.computeIfAbsent(print, key -> new ArrayList<>());
                others.forEach(other -> shared.merge(other, 1, Integer::sum));
                others.add(i);
            }
            for (Map.Entry<Integer, Integer> pair : shared.entrySet()) {
                Program other = programs.get(pair.getKey());
                Program own = programs.get(i);
                double share = pair.getValue()
                        / (double) Math.min(own.prints().size(), other.prints().size());
                if (pair.getValue() >= FEW && share >= SHARE) {
                    found.add(evidence(other, own, share));
                }
            }
        }
        found.sort(Comparator.comparingDouble(SharedCode::share)
                .reversed()
                .thenComparing(SharedCode::first)
                .thenComparing(SharedCode::second));
        return found;
    }

    /** What more than half of a class wrote is the exercise's own doing. */
    private static void removeCommon(List<Program> programs) {
        Map<Long, Integer> counts = new HashMap<>();
        programs.forEach(program -> program.prints().keySet().forEach(print -> counts.merge(print, 1, Integer::sum)));
        int most = Math.max(3, programs.size() / 2);
        programs.forEach(program -> program.prints().keySet().removeIf(print -> counts.getOrDefault(print, 0) > most));
    }

    private static SharedCode evidence(Program first, Program second, double share) {
        Set<Long> both = new HashSet<>(first.prints().keySet());
        both.retainAll(second.prints().keySet());
        return new SharedCode(
                first.student(),
                second.student(),
                first.submission(),
                second.submission(),
                share,
                lines(first, both),
                lines(second, both));
    }

    private static List<Integer> lines(Program program, Set<Long> prints) {
        return prints.stream()
                .map(print -> program.prints().getOrDefault(print, 0))
                .distinct()
                .sorted()
                .toList();
    }
}
