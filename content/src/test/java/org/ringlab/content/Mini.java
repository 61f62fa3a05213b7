package org.ringlab.content;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ringlab.checks.Check;
import org.ringlab.grader.ExercisePack;
import org.ringlab.grader.Grader;
import org.ringlab.grader.GradingContext;
import org.ringlab.grader.Report;
import org.ringlab.grader.ScenarioTemplate;
import org.ringlab.grader.Submission;
import org.ringlab.host.tree.Places;

/** The small course of these tests. */
final class Mini {
    static final Path LESSONS = Path.of("src/test/resources/mini/lessons");
    static final Path HIDDEN = Path.of("src/test/resources/mini/hidden");
    static final Map<String, String> REFERENCE = Map.of(
            "m-gw", "echo 1 > /proc/sys/net/ipv4/ip_forward",
            "m-client", "route add -net 172.18.0.0/16 gw 192.168.66.135",
            "m-hops", "1");

    private Mini() {}

    static ExerciseText text() {
        return Course.open(LESSONS, HIDDEN).lessons().getFirst().exercises().getFirst();
    }

    static ExercisePack pack() {
        ExerciseText text = text();
        var parsed = ExerciseReader.read(text.exerciseYaml(), text.hiddenYaml());
        return parsed.value().orElseThrow(() -> new AssertionError(parsed.problems()));
    }

    static GradingContext context(String student, int attempt) {
        return new GradingContext(student, 3, attempt, "0123456789abcdef".getBytes(StandardCharsets.UTF_8));
    }

    static Report grade(Map<String, String> answers, String student) {
        ExercisePack pack = pack();
        return Grader.grade(pack, new Submission(AnswerNotebook.of(pack, answers)), context(student, 1));
    }

    /** The public checks, the staff's, and those of the hidden scenarios with some values drawn. */
    static List<Check> allChecks(ExercisePack pack) {
        List<Check> checks = new ArrayList<>(pack.open().checks());
        checks.addAll(pack.staffChecks());
        for (ScenarioTemplate template : pack.hidden()) {
            Map<String, Object> values = template.draw(1, pack.lab(), List.of()).orElseThrow();
            checks.addAll(template.fill(values, pack.knownLab(), Places.UNKNOWN, pack.openCheckIds())
                    .value()
                    .orElseThrow()
                    .checks());
        }
        return checks;
    }
}
