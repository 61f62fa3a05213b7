package org.ringlab.grader;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.ringlab.checks.AnswerSpec;
import org.ringlab.checks.Check;
import org.ringlab.checks.Feedback;
import org.ringlab.checks.Given;
import org.ringlab.checks.Text;
import org.ringlab.grader.attempts.AttemptRules;
import org.ringlab.host.LabSpec;

/**
 * Everything needed to grade one version of an exercise: data, already validated.
 *
 * @param id {@code LESSON/EXERCISE}
 * @param version as written in the file, from 1; whoever publishes may count otherwise
 * @param title its name
 * @param minutes about how long it takes
 * @param answers what students hand in, in the order it is applied
 * @param given the values of each student's own that answers are about
 * @param lab the public lab as a plain tree, for hidden scenarios to change
 * @param open the public scenario: students have its lab and its checks
 * @param staffChecks checks of the public lab that students don't see, such as right numbers
 * @param feedback what students see of what fails, and when
 * @param attempts when and how often it may be handed in, unless a teacher says otherwise
 * @param categories of the hidden scenarios
 * @param hidden the hidden scenarios; empty where only the public part was read
 * @param grounds what the proofs about the public lab begin with
 */
public record ExercisePack(
        String id,
        int version,
        Text title,
        int minutes,
        List<AnswerSpec> answers,
        Given given,
        Map<String, Object> lab,
        Scenario open,
        List<Check> staffChecks,
        Feedback feedback,
        AttemptRules attempts,
        List<Category> categories,
        List<ScenarioTemplate> hidden,
        ProofGrounds grounds) {
    /** An exercise that nobody has graded yet. */
    public ExercisePack(
            String id,
            int version,
            Text title,
            int minutes,
            List<AnswerSpec> answers,
            Given given,
            Map<String, Object> lab,
            Scenario open,
            List<Check> staffChecks,
            Feedback feedback,
            AttemptRules attempts,
            List<Category> categories,
            List<ScenarioTemplate> hidden) {
        this(
                id,
                version,
                title,
                minutes,
                answers,
                given,
                lab,
                open,
                staffChecks,
                feedback,
                attempts,
                categories,
                hidden,
                new ProofGrounds());
    }

    /** Copies the lists. */
    public ExercisePack {
        answers = List.copyOf(answers);
        staffChecks = List.copyOf(staffChecks);
        categories = List.copyOf(categories);
        hidden = List.copyOf(hidden);
    }

    /** Ids of the public checks, which hidden checks may need. */
    public Set<String> openCheckIds() {
        return open.checks().stream().map(check -> check.terms().id()).collect(Collectors.toUnmodifiableSet());
    }

    /** The public lab's tree and what was read from it. */
    public LabSpec.Known knownLab() {
        return new LabSpec.Known(lab, open.lab());
    }

    /** The category called {@code id}. */
    public Category category(String id) {
        return categories.stream()
                .filter(category -> category.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no category " + id));
    }

    /** Whether each attempt is asked about values of its own. */
    public boolean drawn() {
        return !given.values().isEmpty();
    }
}
