package org.ringlab.grader;

import java.util.List;
import java.util.Map;
import org.ringlab.checks.Check;
import org.ringlab.host.LabSpec;

/**
 * A lab, what happens in it around the student's answers, and what is asked of it then.
 *
 * @param id unique in the exercise; {@link #OPEN} for the one students see
 * @param lab the lab the answers meet
 * @param after commands run once the answers are in place, in order
 * @param rename what to write in the answers instead of a whole word, by word; usually empty
 * @param checks what is asked
 */
public record Scenario(String id, LabSpec lab, List<Step> after, Map<String, String> rename, List<Check> checks) {
    /** The public scenario's id. */
    public static final String OPEN = "public";

    /** Copies the lists. */
    public Scenario {
        after = List.copyOf(after);
        rename = Map.copyOf(rename);
        checks = List.copyOf(checks);
    }

    /** Commands on a host. */
    public record Step(String host, String run) {}
}
