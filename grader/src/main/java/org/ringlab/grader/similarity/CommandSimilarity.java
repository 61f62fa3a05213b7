package org.ringlab.grader.similarity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ringlab.grader.similarity.Evidence.SharedComments;
import org.ringlab.grader.similarity.Evidence.SharedDetours;
import org.ringlab.grader.similarity.Evidence.SharedSteps;
import org.ringlab.grader.similarity.Work.Version;

/**
 * Compares how scripts of commands came about. Right scripts are alike, so what they hold at last says nothing: what says
 * something are rare lines that two students wrote and both took out again, several unusual versions in the same order, and
 * comments in the same words. Rare is what at most two students, or a tenth of them, have; so little can be said of two students alone.
 */
public final class CommandSimilarity {
    /** Rare lines given up by both that are no chance. */
    static final int DETOURS = 3;

    /** Unusual versions in a row that are no chance. */
    static final int STEPS = 3;

    /** Characters that make a comment more than "# allow web". */
    private static final int LONG_COMMENT = 16;

    /** Fewer students than that are no measure of what is rare. */
    static final int CLASS = 5;

    private CommandSimilarity() {}

    /** A student's lines and versions, normalised, each with the submission it came in. */
    private record History(
            String student,
            Map<String, Long> texts,
            Map<String, Long> lines,
            Map<String, Long> dropped,
            Map<String, Long> comments) {
        static History of(Work work) {
            Map<String, Long> texts = new LinkedHashMap<>();
            Map<String, Long> lines = new LinkedHashMap<>();
            Map<String, Long> comments = new LinkedHashMap<>();
            Set<String> last = Set.of();
            for (Version version : work.versions()) {
                Set<String> now = new LinkedHashSet<>();
                for (String line : version.text().split("\n", -1)) {
                    String text = line.strip().replaceAll("\\s+", " ");
                    if (text.startsWith("#") && text.length() >= LONG_COMMENT) {
                        comments.putIfAbsent(text, version.submission());
                    } else if (!text.isEmpty() && !text.startsWith("#")) {
                        now.add(text);
                        lines.putIfAbsent(text, version.submission());
                    }
                }
                texts.putIfAbsent(String.join("\n", now), version.submission());
                last = now;
            }
            texts.remove("");
            Map<String, Long> dropped = new LinkedHashMap<>(lines);
            dropped.keySet().removeAll(last);
            return new History(work.student(), texts, lines, dropped, comments);
        }
    }

    /**
     * Evidence over all pairs of students.
     *
     * @param works of all students of the exercise
     * @param given the exercise's own text: its lines and comments are no evidence
     */
    public static List<Evidence> compare(List<Work> works, String given) {
        if (works.size() < CLASS) {
            return List.of();
        }
        History own = History.of(new Work("", List.of(new Version(Instant.EPOCH, 0, given))));
        List<History> histories = works.stream().map(History::of).toList();
        Rarity lines = new Rarity(histories.size());
        Rarity texts = new Rarity(histories.size());
        Rarity comments = new Rarity(histories.size());
        for (History history : histories) {
            lines.add(history.lines().keySet());
            texts.add(history.texts().keySet());
            comments.add(history.comments().keySet());
        }
        List<Evidence> found = new ArrayList<>();
        for (int i = 0; i < histories.size(); i++) {
            for (int j = i + 1; j < histories.size(); j++) {
                pair(histories.get(i), histories.get(j), own, lines, texts, comments, found);
            }
        }
        return found;
    }

    private static void pair(
            History a, History b, History given, Rarity lines, Rarity texts, Rarity comments, List<Evidence> found) {
        List<String> detours = shared(a.dropped(), b.dropped(), given.lines(), lines);
        if (detours.size() >= DETOURS) {
            found.add(new SharedDetours(
                    a.student(), b.student(), place(a.lines(), detours), place(b.lines(), detours), detours));
        }
        List<String> steps = shared(a.texts(), b.texts(), Map.of(), texts);
        // The last versions of both may be equal without meaning anything.
        int unusual = inOrder(steps, List.copyOf(b.texts().keySet()));
        if (unusual > STEPS || unusual == STEPS && !steps.getLast().equals(last(a))) {
            found.add(new SharedSteps(
                    a.student(), b.student(), place(a.texts(), steps), place(b.texts(), steps), unusual));
        }
        List<String> words = shared(a.comments(), b.comments(), given.comments(), comments);
        if (words.size() >= 2 || words.stream().anyMatch(word -> word.length() >= 2 * LONG_COMMENT)) {
            found.add(new SharedComments(
                    a.student(), b.student(), place(a.comments(), words), place(b.comments(), words), words));
        }
    }

    private static String last(History history) {
        return List.copyOf(history.texts().keySet()).getLast();
    }

    private static List<String> shared(
            Map<String, Long> a, Map<String, Long> b, Map<String, Long> given, Rarity rarity) {
        return a.keySet().stream()
                .filter(key -> b.containsKey(key) && !given.containsKey(key) && rarity.isRare(key))
                .toList();
    }

    private static long place(Map<String, Long> where, List<String> keys) {
        return where.getOrDefault(keys.getFirst(), 0L);
    }

    /** How many of {@code steps}, which are in the one's order, come in the same order in the other's: from the first on. */
    private static int inOrder(List<String> steps, List<String> other) {
        int count = 0;
        int from = -1;
        for (String step : steps) {
            int at = other.indexOf(step);
            if (at > from) {
                count++;
                from = at;
            }
        }
        return count;
    }

    /** How many students have something. */
    private static final class Rarity {
        private final Map<String, Integer> counts = new HashMap<>();
        private final int most;

        Rarity(int students) {
            most = Math.max(2, students / 10);
        }

        void add(Set<String> keys) {
            keys.forEach(key -> counts.merge(key, 1, Integer::sum));
        }

        boolean isRare(String key) {
            return counts.getOrDefault(key, 0) <= most;
        }
    }
}
