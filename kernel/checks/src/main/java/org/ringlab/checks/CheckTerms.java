package org.ringlab.checks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What every check has, whatever it looks at.
 *
 * @param id unique in its exercise: {@code [a-z0-9-]+}
 * @param points what it is worth: at least 0, a multiple of 0.25, so that sums are exact
 * @param title what is asked, in a few words
 * @param pass shown when it passes; may be empty
 * @param fail shown when it fails: what was expected, and a question or pointer that helps
 * @param group checks of one group earn their points only all together; null for none
 * @param needs ids of checks that must have passed for this one to make sense; it is not run otherwise
 * @param hints help, a step with each try
 * @param misconceptions mistakes to name when it fails, the first that fits wins
 */
public record CheckTerms(
        String id,
        double points,
        Text title,
        Text pass,
        Text fail,
        @Nullable String group,
        List<String> needs,
        Hints hints,
        List<Misconception> misconceptions) {
    /** Copies the lists. */
    public CheckTerms {
        needs = List.copyOf(needs);
        misconceptions = List.copyOf(misconceptions);
    }
}
