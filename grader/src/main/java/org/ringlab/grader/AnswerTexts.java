package org.ringlab.grader;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.ringlab.checks.Answer;

/** A submission's answers as texts, ungraded. */
public final class AnswerTexts {
    private AnswerTexts() {}

    /**
     * The answers that hold more than notebooks come with, by cell.
     *
     * @return empty where the submission can't be graded
     */
    public static Optional<Map<String, String>> touched(ExercisePack pack, Submission submission) {
        String json = submission.notebookJson();
        if (json == null) {
            return Optional.empty();
        }
        Map<String, String> texts = new LinkedHashMap<>();
        try {
            for (Answer answer : AnswerReader.read(pack.answers(), NotebookJson.read(json))) {
                if (answer.isTouched()) {
                    texts.put(answer.cell(), answer.source());
                }
            }
            return Optional.of(texts);
        } catch (Refusal refused) {
            return Optional.empty();
        }
    }
}
