package org.ringlab.service.pages;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.Check;
import org.ringlab.checks.Misconception;
import org.ringlab.grader.ExercisePack;
import org.ringlab.host.tree.Places;
import org.ringlab.service.catalog.BrokenExercise;
import org.ringlab.service.catalog.Catalog;
import org.ringlab.service.insight.Statistics;

/** Students' mistakes in words, for their teachers. */
@ApplicationScoped
public class MistakeWords {
    private final Catalog catalog;

    MistakeWords(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * A mistake with how many make it: the misconception's id and words, or what was found.
     *
     * @param check the one it is made in; null where there is none of that id any more
     */
    public String text(@Nullable Check check, Statistics.Mistake mistake, String language) {
        return mistake.count() + " × " + words(check, mistake, language);
    }

    /** The same without how many. */
    public String words(@Nullable Check check, Statistics.Mistake mistake, String language) {
        String text = check == null
                ? ""
                : check.terms().misconceptions().stream()
                        .filter(misconception -> misconception.id().equals(mistake.misconception()))
                        .map(Misconception::text)
                        .map(words -> words.in(language))
                        .findFirst()
                        .orElse("");
        String name = mistake.misconception().isEmpty() ? mistake.found() : mistake.misconception();
        return (name.isEmpty() ? "—" : name) + (text.isEmpty() ? "" : ": " + text);
    }

    /** All checks of the current version; of hidden ones a draw for nobody is enough, since only texts are read. */
    public Map<String, Check> checks(String exercise) {
        Map<String, Check> checks = new HashMap<>();
        try {
            catalog.current(exercise)
                    .ifPresent(pack ->
                            all(pack).forEach(check -> checks.put(check.terms().id(), check)));
        } catch (BrokenExercise e) {
            checks.clear();
        }
        return checks;
    }

    private static Stream<Check> all(ExercisePack pack) {
        Stream<Check> hidden = pack.hidden().stream()
                .flatMap(template -> template.draw(1, pack.lab(), List.of()).stream()
                        .flatMap(values ->
                                template
                                        .fill(values, pack.knownLab(), Places.UNKNOWN, pack.openCheckIds())
                                        .value()
                                        .stream()))
                .flatMap(scenario -> scenario.checks().stream());
        return Stream.of(pack.open().checks().stream(), pack.staffChecks().stream(), hidden)
                .flatMap(checks -> checks);
    }
}
