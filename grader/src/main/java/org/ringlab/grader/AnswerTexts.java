package org.ringlab.grader;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringlab.checks.Answer;
import org.ringlab.checks.AnswerSpec;

/** A submission's answers as texts, ungraded. */
public final class AnswerTexts {
    private AnswerTexts() {}

    /**
     * The answers that hold more than notebooks come with, by cell.
     *
     * @param specs the exercise's answers
     * @param starter what this exercise's cells came with; comments, a 0 and an empty table are no answer anywhere
     * @return empty where the submission can't be graded
     */
    public static Optional<Map<String, String>> touched(
            List<AnswerSpec> specs, Submission submission, Starter starter) {
        String json = submission.notebookJson();
        if (json == null) {
            return Optional.empty();
        }
        Map<String, String> texts = new LinkedHashMap<>();
        try {
            for (Answer answer : AnswerReader.read(specs, NotebookJson.read(json))) {
                if (answer.isTouched() && !starter.gave(answer)) {
                    texts.put(answer.cell(), answer.source());
                }
            }
            return Optional.of(texts);
        } catch (Refusal refused) {
            return Optional.empty();
        }
    }
}
