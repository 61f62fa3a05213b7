package org.ringlab.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.grader.JavaRunner;

class ExerciseCheckTest {
    @TempDir
    private Path copy = Path.of("");

    @Test
    void goodLessonsHaveNothingToSayAgainst() {
        for (Lesson lesson : Course.open(Mini.LESSONS, Mini.HIDDEN).lessons()) {
            assertEquals(List.of(), LessonCheck.run(lesson, Mini.HIDDEN, id -> true, 5, JavaRunner.NONE));
        }
    }

    @ParameterizedTest(name = "{0}: {2} instead of {1}: {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "hidden/00-mini/e1-route/reference.yaml | m-hops: 1 | m-hops: 2 | reference.yaml: earns 7.0 of 8.0",
                "hidden/00-mini/e1-route/wrong/host-route.yaml | -host 172.18.133.212 | -net 172.18.0.0/16 | earns full marks, though it is wrong",
                "hidden/00-mini/e1-route/wrong/host-route.yaml | one-host-only | other-mistake | doesn't show the misconception other-mistake but [one-host-only]",
                "hidden/00-mini/e1-route/wrong/no-forwarding.yaml | fails: forwarding | fails: by-the-gateway | doesn't fail by-the-gateway",
                "hidden/00-mini/e1-route/wrong/no-forwarding.yaml | m-client: | m-klient: | the exercise has no answer `m-klient`",
                "hidden/00-mini/e1-route/hidden.yaml | value: 1 | value: 2 | earns 7.0 of 8.0",
                "lessons/00-mini/exercises/e1-route/exercise.yaml | value: 1 | value: 0 | earns 1.0 without an answer, by forwarding",
                "lessons/00-mini/exercises/e1-route/exercise.yaml | minutes: 5 | minutes: 50 | the exercises take 50 minutes, the lesson only 10",
                "lessons/00-mini/labs/two.yaml | segment | segmant | labs/two.yaml: 3:",
                "lessons/00-mini/lesson.zh.ipynb | m-title | m-other | cell 1 is m-other markdown in the Chinese notebook, m-title markdown in the English one",
                "lessons/00-mini/lesson.en.ipynb | '\"outputs\": []' | '\"outputs\": [{}]' | has outputs: clear them",
                "lessons/00-mini/lesson.en.ipynb | '\"execution_count\": null' | '\"execution_count\": 3' | has outputs: clear them",
                "lessons/00-mini/lesson.en.ipynb | Routing\\n | Routing\\nx | item 1 of source is not one line",
                "lessons/00-mini/lesson.en.ipynb | '\"schema_version\": 3' | '\"schema_version\": 4' | newer than 3",
                "lessons/00-mini/lesson.en.ipynb | '\"grade_id\": \"m-gw\"' | '\"grade_id\": \"m-gate\"' | the cell's id must be its grade_id",
                "lessons/00-mini/lesson.en.ipynb | '\"solution\": true' | '\"solution\": false' | has no answer cell m-gw",
                "lessons/00-mini/lesson.en.ipynb | %%host client | %%host gw | cell m-client must begin with %%host client",
            })
    void findsWhatIsWrong(String file, String good, String bad, String remark) throws IOException {
        copy(Path.of("src/test/resources/mini"));
        change(file, good, bad);
        String remarks = remarks();
        assertTrue(remarks.contains(remark), remarks);
    }

    @Test
    void aHiddenNumberThatEveryStudentsReportTellsIsALeak() throws IOException {
        copy(Path.of("src/test/resources/mini"));
        change(
                "hidden/00-mini/e1-route/hidden.yaml",
                "pick: [2525, 1110, 1143, 3306, 5432, 6379, 8443, 9090]",
                "pick: [8443, 9443]");
        change(
                "hidden/00-mini/e1-route/reference.yaml",
                "m-client: route",
                "m-client: echo $((8000+443)) $((9000+443)); route");
        String remarks = remarks();
        assertTrue(remarks.contains("the student's report tells other-server's <port> ("), remarks);
    }

    private void change(String file, String good, String bad) throws IOException {
        Path changed = copy.resolve(file);
        String text = Files.readString(changed);
        assertTrue(text.contains(good), good);
        Files.writeString(changed, text.replaceFirst(Pattern.quote(good), Matcher.quoteReplacement(bad)));
    }

    private String remarks() {
        Path hidden = copy.resolve("hidden");
        Lesson lesson = Course.open(copy.resolve("lessons"), hidden).lessons().getFirst();
        return LessonCheck.run(lesson, hidden, id -> true, 1, JavaRunner.NONE).toString();
    }

    private void copy(Path from) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = copy.resolve(from.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
    }
}
