package org.ringlab.grader;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ringlab.checks.CheckResult;
import org.ringlab.checks.Outcome;
import org.ringlab.checks.Parsed;
import org.ringlab.host.tree.Places;

/**
 * Looks for public siblings of a hidden scenario in which the same answers fail the same checks: the same template with
 * parameters of its own that share no value with any hidden one.
 */
final class Siblings {
    /** Draws before giving up. */
    static final int DRAWS = 8;

    private final ExercisePack pack;
    private final Seeds seeds;
    private final Collection<String> hiddenValues;

    Siblings(ExercisePack pack, Seeds seeds, Collection<String> hiddenValues) {
        this.pack = pack;
        this.seeds = seeds;
        this.hiddenValues = hiddenValues;
    }

    /**
     * A failure to show for each check that can be shown one.
     *
     * @param run the hidden run that failed
     * @param failed ids of the checks that failed there
     * @param earlier how the public checks ended
     */
    Map<String, Shown> find(
            ScenarioTemplate template, ScenarioRun run, Set<String> failed, Map<String, Outcome> earlier) {
        Map<String, Shown> shown = new LinkedHashMap<>();
        for (int n = 0; n < DRAWS && !shown.keySet().containsAll(failed); n++) {
            Optional<Scenario> sibling = draw(template, n);
            if (sibling.isEmpty()) {
                continue;
            }
            ScenarioRun again = run.in(sibling.get());
            for (CheckResult result : again.judge(sibling.get().checks(), earlier)) {
                if (result.outcome() == Outcome.FAIL && failed.contains(result.id())) {
                    shown.putIfAbsent(
                            result.id(), new Shown(result, sibling.get().lab(), true));
                }
            }
        }
        return shown;
    }

    private Optional<Scenario> draw(ScenarioTemplate template, int n) {
        return template.draw(seeds.sibling(template.id(), n), pack.lab(), hiddenValues)
                .map(values -> template.fill(values, pack.knownLab(), Places.UNKNOWN, pack.openCheckIds()))
                .flatMap(Parsed::value);
    }
}
