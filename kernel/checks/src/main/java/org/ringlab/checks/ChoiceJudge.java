package org.ringlab.checks;

import java.util.HashSet;
import java.util.Set;

/** Judges choices. */
final class ChoiceJudge {
    private ChoiceJudge() {}

    static Finding judge(Check.Choice check, Answers answers) {
        Answer answer = answers.in(check.cell()).orElse(null);
        if (answer == null || !(answer.spec() instanceof AnswerSpec.Choice spec)) {
            return Finding.of(false, Observation.of("", "none", ""));
        }
        ChoiceText read = ChoiceText.read(answer.source(), spec);
        if (!read.problem().isEmpty()) {
            return Finding.unreadable(read.problem());
        }
        Set<String> chosen = read.chosen();
        Observation seen = Observation.of("", chosen.isEmpty() ? "none" : String.join(",", chosen), "");
        if (chosen.equals(check.correct())) {
            return Finding.of(true, seen);
        }
        Set<String> right = new HashSet<>(chosen);
        right.retainAll(check.correct());
        int wrong = chosen.size() - right.size();
        double share = check.partial()
                ? Math.max(0, (right.size() - wrong) / (double) check.correct().size())
                : 0;
        return Finding.partly(share, seen, Text.NONE);
    }
}
