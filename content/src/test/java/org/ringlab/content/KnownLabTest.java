package org.ringlab.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ringlab.grader.ExercisePack;
import org.ringlab.grader.Scenario;
import org.ringlab.grader.ScenarioTemplate;
import org.ringlab.host.HostSpec;
import org.ringlab.host.LabSpec;
import org.ringlab.host.tree.Places;

/** Hidden labs of the whole course are the same, whether what they share with the public lab is read again or not. */
class KnownLabTest {
    private static final Path CONTENT = Path.of(System.getProperty("ringlab.root", ".."), "content");
    private static final int STUDENTS = 3;

    @Test
    void whatWasReadBeforeIsNotReadOtherwise() {
        int shared = 0;
        for (Lesson lesson : Course.open(CONTENT.resolve("lessons"), CONTENT.resolve("hidden"))
                .lessons()) {
            for (ExerciseText text : lesson.exercises()) {
                ExercisePack pack = ExerciseReader.read(text.exerciseYaml(), text.hiddenYaml())
                        .value()
                        .orElseThrow();
                for (ScenarioTemplate template : pack.hidden()) {
                    for (int student = 1; student <= STUDENTS; student++) {
                        Map<String, Object> values =
                                template.draw(student, pack.lab(), List.of()).orElseThrow();
                        LabSpec whole = lab(template, values, new LabSpec.Known(pack.lab(), null), pack);
                        LabSpec quick = lab(template, values, pack.knownLab(), pack);
                        assertEquals(whole, quick, text.id() + " " + template.id());
                        List<HostSpec> before = pack.open().lab().hosts();
                        shared += (int) quick.hosts().stream()
                                .filter(host -> before.stream().anyMatch(b -> b == host))
                                .count();
                    }
                }
            }
        }
        assertTrue(shared > 100, "hosts taken over: " + shared);
    }

    private static LabSpec lab(
            ScenarioTemplate template, Map<String, Object> values, LabSpec.Known known, ExercisePack pack) {
        return template.fill(values, known, Places.UNKNOWN, pack.openCheckIds())
                .value()
                .map(Scenario::lab)
                .orElseThrow();
    }
}
