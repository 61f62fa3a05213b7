package org.ringlab.grader;

import java.util.List;
import org.ringlab.checks.Check;
import org.ringlab.checks.Text;

/**
 * Everything needed to grade one version of an exercise: data, already validated.
 *
 * @param id {@code LESSON/EXERCISE}
 * @param version from 1
 * @param title its name
 * @param minutes about how long it takes
 * @param answers what students hand in, in the order it is applied
 * @param open the public scenario: students have its lab and its checks
 * @param staffChecks checks of the public lab that students don't see, such as right numbers
 * @param categories of the hidden scenarios
 * @param hidden the hidden scenarios; empty where only the public part was read
 */
public record ExercisePack(
        String id,
        int version,
        Text title,
        int minutes,
        List<AnswerSpec> answers,
        Scenario open,
        List<Check> staffChecks,
        List<Category> categories,
        List<ScenarioTemplate> hidden) {
    /** Copies the lists. */
    public ExercisePack {
        answers = List.copyOf(answers);
        staffChecks = List.copyOf(staffChecks);
        categories = List.copyOf(categories);
        hidden = List.copyOf(hidden);
    }
}
