package org.ringlab.grader;

import java.util.LinkedHashMap;
import java.util.Map;
import org.ringlab.checks.Answer;

/** A submission's answers as texts, ungraded. */
public final class AnswerTexts {
    private AnswerTexts() {}

    /**
     * The answers that hold more than notebooks come with, by cell.
     *
     * @return empty too where the submission can't be graded
     */
    public static Map<String, String> touched(ExercisePack pack, Submission submission) {
        Map<String, String> texts = new LinkedHashMap<>();
        String json = submission.notebookJson();
        if (json == null) {
            return texts;
        }
        try {
            for (Answer answer : AnswerReader.read(pack.answers(), NotebookJson.read(json))) {
                if (answer.isTouched()) {
                    texts.put(answer.cell(), answer.source());
                }
            }
        } catch (Refusal refused) {
            texts.clear();
        }
        return texts;
    }
}
