package org.ringlab.grader;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringlab.checks.Answer;
import org.ringlab.checks.AnswerSpec;
import org.ringlab.checks.Answers;

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
        return answers(specs, submission).map(answers -> {
            Map<String, String> texts = new LinkedHashMap<>();
            for (Answer answer : answers.list()) {
                if (answer.isTouched() && !starter.gave(answer)) {
                    texts.put(answer.cell(), answer.source());
                }
            }
            return texts;
        });
    }

    /**
     * All answers, those in Java uncompiled.
     *
     * @return empty where the submission can't be graded
     */
    public static Optional<Answers> answers(List<AnswerSpec> specs, Submission submission) {
        String json = submission.notebookJson();
        if (json == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Answers(AnswerReader.read(specs, NotebookJson.read(json)), Map.of(), Map.of()));
        } catch (Refusal refused) {
            return Optional.empty();
        }
    }
}
