package org.ringlab.grader;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ringlab.checks.CheckResult;
import org.ringlab.checks.CheckTerms;
import org.ringlab.checks.Outcome;

/**
 * What checks earn: each its points, or the part of them that it holds, those of a group only all together. Points are
 * multiples of 0.25, parts are rounded down to one, so that sums of doubles are exact and don't depend on the order.
 */
final class Score {
    private final Set<String> failedGroups = new HashSet<>();

    /** The score of an exercise whose checks ended like this, all of them. */
    Score(List<CheckResult> results) {
        for (CheckResult result : results) {
            String group = result.check().terms().group();
            if (group != null && result.outcome() != Outcome.PASS) {
                failedGroups.add(group);
            }
        }
    }

    /** What one of them earns. */
    double points(CheckResult result) {
        CheckTerms terms = result.check().terms();
        boolean lostWithGroup = terms.group() != null && failedGroups.contains(terms.group());
        return lostWithGroup ? 0 : Math.floor(terms.points() * result.share() * 4) / 4;
    }
}
