package org.ringlab.grader;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.ringlab.checks.Answer;
import org.ringlab.checks.AnswerSpec;

/**
 * What a lesson's notebooks hold in an exercise's answer cells: a class without its methods, commands to begin with, an empty
 * table. Left as it was it is no answer.
 *
 * @param texts by cell, as graded, without blanks at the ends of lines; one a language
 */
public record Starter(Map<String, Set<String>> texts) {
    /** Nothing is known to be given. */
    public static final Starter NONE = new Starter(Map.of());

    /** Copies the map. */
    public Starter {
        texts = Map.copyOf(texts);
    }

    /** Of a lesson's notebooks; a cell that one of them lacks isn't given there. */
    public static Starter of(List<AnswerSpec> specs, List<String> notebooks) {
        Map<String, Set<String>> texts = new HashMap<>();
        for (String json : notebooks) {
            for (AnswerSpec spec : specs) {
                try {
                    Answer given = AnswerReader.read(List.of(spec), NotebookJson.read(json))
                            .getFirst();
                    texts.computeIfAbsent(spec.cell(), none -> new HashSet<>()).add(text(given));
                } catch (Refusal missing) {
                    // Then whatever a student has there is their own.
                }
            }
        }
        return new Starter(texts);
    }

    /** Whether this is what the cell held from the start. */
    boolean gave(Answer answer) {
        return texts.getOrDefault(answer.cell(), Set.of()).contains(text(answer));
    }

    private static String text(Answer answer) {
        return answer.source()
                .lines()
                .map(String::stripTrailing)
                .collect(Collectors.joining("\n"))
                .strip();
    }
}
