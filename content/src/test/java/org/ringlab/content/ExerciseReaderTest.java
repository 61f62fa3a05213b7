package org.ringlab.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.checks.Parsed;
import org.ringlab.common.SeededRandom;
import org.ringlab.grader.ExercisePack;

class ExerciseReaderTest {
    private final ExerciseText text = Mini.text();

    @Test
    void readsBothParts() {
        ExercisePack pack = Mini.pack();
        assertEquals("00-mini/e1-route", pack.id());
        assertEquals(3, pack.version());
        assertEquals(3, pack.answers().size());
        assertEquals(3, pack.open().checks().size());
        assertEquals(1, pack.staffChecks().size());
        assertEquals(2, pack.hidden().size());
    }

    @Test
    void readsThePublicPartAlone() {
        ExercisePack pack =
                ExerciseReader.read(text.exerciseYaml(), null).value().orElseThrow();
        assertEquals(List.of(), pack.hidden());
        assertEquals(List.of(), pack.staffChecks());
    }

    @ParameterizedTest(name = "{1} instead of {0}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "kind: sysctl                 | kind: syscontrol               | 27:11: checks.0.kind: unknown kind of check `syscontrol`",
                "host: gw}                    | host: router}                  | 6:40: answers.0.host: the lab has no host `router`",
                "kind: number}                | kind: numbr}                   | answers.2.kind: unknown kind of answer `numbr`",
                "minutes: 5                   | minuts: 5                      | unknown key `minuts` (did you mean `minutes`?",
                "version: 3                   | version: three                 | 2:10: version: expected a whole number, found `three`",
                "needs: [forwarding]          | needs: [forwards]              | no check `forwards` comes before this one",
                "exercise: 00-mini/e1-route   | exercise: mini                 | `mini` is no id",
                "zh: 路由                      | cn: 路由                        | unknown key `cn`",
                "address: 192.168.66.132/24   | address: 192.168.66/24         | lab.hosts.client.interfaces.eth0.address",
                "checks:                      | checks: 7                      | 26:7: a `:` stands where no key can be",
                "title:                       | 'title: {'                     | 3:11:",
            })
    void namesLineColumnAndMistake(String good, String bad, String problem) {
        String yaml = text.exerciseYaml().replaceFirst(Pattern.quote(good), bad);
        Parsed<ExercisePack> parsed = ExerciseReader.read(yaml, text.hiddenYaml());
        assertTrue(parsed.value().isEmpty());
        assertTrue(parsed.problems().contains(problem), parsed.problems());
    }

    @ParameterizedTest(name = "{1} instead of {0}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "category: network     | category: networks        | hidden.yaml: scenarios.0.category: unknown category `networks`",
                "to: <other>,          | to: <another>,            | no parameter is called another",
                "pick: [2525,          | pik: [2525,               | unknown key `pik`",
                "address-in: 172.18.0.0/16 | address-in: 172.18.0.0/33 | address-in: expected a network",
                "from: 40, to: 60      | from: 60, to: 40          | `to` must be above `from`",
                "cell: m-hops          | cell: m-hop               | looks at `m-hop`, which is no answer of kind number",
                "exercise: 00-mini/e1-route | exercise: 00-mini/e2 | it is for `00-mini/e2`",
                "id: was-on            | id: other-server          | a second scenario",
                "host: server2, kind: tcp | host: server3, kind: tcp | server3",
                "after: [{host: gw,    | after: [{host: gate,      | there is no host `gate`",
                "id: still-on          | id: reaches               | a second check is called `reaches`",
                "id: still-on          | id: other-reached         | scenarios.1.checks.0.id: a second check is called `other-reached`",
                "id: still-on          | id: hops                  | a second check is called `hops`",
            })
    void readsTheHiddenPartAsStrictly(String good, String bad, String problem) {
        String yaml = String.valueOf(text.hiddenYaml()).replaceFirst(Pattern.quote(good), bad);
        Parsed<ExercisePack> parsed = ExerciseReader.read(text.exerciseYaml(), yaml);
        assertTrue(parsed.value().isEmpty());
        assertTrue(parsed.problems().contains(problem), parsed.problems());
        assertTrue(parsed.problems().contains("hidden.yaml: "), parsed.problems());
    }

    @ParameterizedTest
    @CsvSource({"checks,chekcs,true", "answers,answer,true", "minutes,minuts,true", "checks,tests,false"})
    void aMisspeltKeyIsTheOnlyThingReported(String key, String written, boolean near) {
        String yaml = text.exerciseYaml().replaceFirst("(?m)^" + key + ":", written + ":");
        Parsed<ExercisePack> parsed = ExerciseReader.read(yaml, text.hiddenYaml());
        assertEquals(1, parsed.diagnostics().size(), parsed.problems());
        assertTrue(parsed.problems().contains("unknown key `" + written + "`"), parsed.problems());
        assertEquals(near, parsed.problems().contains("did you mean `" + key + "`?"), parsed.problems());
    }

    @Test
    void underAMisspeltKeyMistakesHaveTheirPlaces() {
        String yaml = text.exerciseYaml().replace("\nchecks:", "\nchekcs:").replace("kind: sysctl", "kind: sysctrl");
        assertTrue(
                ExerciseReader.read(yaml, text.hiddenYaml()).problems().contains("27:11: checks.0.kind: unknown kind"),
                () -> ExerciseReader.read(yaml, text.hiddenYaml()).problems());
    }

    @Test
    void aMisspeltKeyOfAScenarioIsTheOnlyThingReported() {
        String hidden = String.valueOf(text.hiddenYaml()).replaceFirst("parameters:", "parameter:");
        Parsed<ExercisePack> parsed = ExerciseReader.read(text.exerciseYaml(), hidden);
        assertEquals(1, parsed.diagnostics().size(), parsed.problems());
    }

    @Test
    void mutatedTextsAreReadOrRefused() {
        SeededRandom random = new SeededRandom(23);
        String junk = "{}[]\",:-#&*!|>'%@` \n\t0a<";
        int good = 0;
        for (int i = 0; i < 150; i++) {
            boolean open = i % 2 == 0;
            StringBuilder yaml = new StringBuilder(open ? text.exerciseYaml() : String.valueOf(text.hiddenYaml()));
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                int at = random.nextInt(yaml.length());
                if (random.nextInt(2) == 0) {
                    yaml.deleteCharAt(at);
                } else {
                    yaml.insert(at, junk.charAt(random.nextInt(junk.length())));
                }
            }
            Parsed<ExercisePack> parsed = open
                    ? ExerciseReader.read(yaml.toString(), text.hiddenYaml())
                    : ExerciseReader.read(text.exerciseYaml(), yaml.toString());
            good += parsed.value().isPresent() ? 1 : 0;
            assertTrue(parsed.value().isPresent() || !parsed.problems().isEmpty());
        }
        assertTrue(good > 5, "some mutations only change texts");
    }
}
