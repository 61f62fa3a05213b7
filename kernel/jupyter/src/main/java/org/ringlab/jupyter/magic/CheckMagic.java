package org.ringlab.jupyter.magic;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.ringlab.checks.AnswerSpec;
import org.ringlab.checks.CheckResult;
import org.ringlab.checks.CheckRunner;
import org.ringlab.checks.Feedback;
import org.ringlab.checks.Outcome;
import org.ringlab.display.ChecksView;
import org.ringlab.display.LabTopology;
import org.ringlab.display.Language;
import org.ringlab.host.Lab;
import org.ringlab.jupyter.lab.Exercise;
import org.ringlab.jupyter.lab.Workbench;
import org.ringlab.jupyter.text.Text;

/**
 * {@code %check [ID]}: the public checks of an exercise, by the grader's evaluator. They look at a fresh lab with the
 * answer cells applied, as grading does; only where none of them ran in this session, at the lab that is open.
 */
public final class CheckMagic extends LabMagicBase {
    /** How often each check has failed here: its hints grow with that. */
    private final Map<String, Integer> failures = new HashMap<>();

    /** For the lab of {@code bench}. */
    public CheckMagic(Workbench bench) {
        super(bench, "%check [ID]", Text.ABOUT_CHECK);
    }

    @Override
    public void run(MagicCall call) throws MagicFailureException {
        Exercise exercise = exercise(call.argument(0));
        Map<String, String> cells = Map.copyOf(bench().cells());
        Exercise.Answered answered = exercise.answered(cells, bench().student(), bench().attempt(exercise.id()));
        if (!answered.problems().isEmpty()) {
            throw new MagicFailureException(answered.problems().stream()
                    .map(problem -> messages().language().pick(problem.zh(), problem.en()))
                    .collect(Collectors.joining("\n")));
        }
        Supplier<Lab> labs;
        if (exercise.isAnsweredIn(cells)) {
            labs = () -> exercise.labWith(answered.answers());
        } else if (session().lab().isPresent()
                && lab().spec().name().equals(exercise.lab().name())) {
            labs = () -> exercise.whenAnswered(session().copy());
        } else {
            throw new MagicFailureException(
                    say(Text.NO_ANSWERS, exercise.id()),
                    say(
                            Text.HINT_ANSWERS,
                            String.join(
                                    ", ",
                                    exercise.answers().stream()
                                            .map(AnswerSpec::cell)
                                            .toList())));
        }
        List<CheckResult> results = CheckRunner.run(exercise.checks(), labs, answered.answers(), Map.of());
        Map<String, Map<Feedback.Part, org.ringlab.checks.Text>> hints = new HashMap<>();
        for (CheckResult result : results) {
            if (result.outcome() == Outcome.FAIL) {
                int tries = failures.merge(exercise.id() + " " + result.id(), 1, Integer::sum);
                hints.put(result.id(), result.hints(tries, exercise.feedback(), false));
            }
        }
        Language language = messages().language();
        call.output()
                .display(Views.drawn(
                        ChecksView.text(results, hints, language),
                        ChecksView.html(results, hints, LabTopology.of(exercise.lab()), language)));
        if (!answered.remarks().isEmpty()) {
            call.output().display(Views.remark(String.join("\n", answered.remarks())));
        }
    }
}
