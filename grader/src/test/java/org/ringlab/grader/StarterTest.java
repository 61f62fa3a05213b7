package org.ringlab.grader;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.checks.AnswerSpec;

class StarterTest {
    private static final List<AnswerSpec> SPECS =
            List.of(new AnswerSpec.Java("code", "Walker", ""), new AnswerSpec.Commands("rules", "gw"));

    private static final String GIVEN_CODE = "class Walker {\n    int walk() { return 0; }\n}";
    private static final String GIVEN_RULES = "%%host gw\nPORT=80";

    private static final Starter STARTER = Starter.of(
            SPECS,
            List.of(
                    notebook(GIVEN_CODE + "\n// write here", GIVEN_RULES + "\n# rules"),
                    notebook(GIVEN_CODE, GIVEN_RULES)));

    private static String notebook(String code, String rules) {
        return Notebooks.of(Notebooks.answer("code", code), Notebooks.answer("rules", rules));
    }

    private static Set<String> answered(String code, String rules) {
        return AnswerTexts.touched(SPECS, new Submission(notebook(code, rules)), STARTER)
                .map(Map::keySet)
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'%%host gw\nPORT=80', ''",
                "'%%host gw\nPORT=80\n# rules', ''",
                "'\n%%host gw  \nPORT=80  \r\n\n', ''",
                "'PORT=80', ''",
                "'', ''",
                "'%%host gw\nPORT=80\n# my own remark', rules",
                "'%%host gw\nPORT=81', rules",
                "'%%host gw\nPORT=80\niptables -F', rules",
                "'%%host gw\niptables -F', rules",
            })
    void whatWasGivenIsNoAnswer(String rules, String answered) {
        assertEquals(answered.isEmpty() ? Set.of() : Set.of(answered), answered(GIVEN_CODE, rules));
    }

    @Test
    void eachCellIsComparedWithItsOwn() {
        assertEquals(Set.of("code"), answered("class Walker {}", GIVEN_RULES));
        assertEquals(Set.of("rules"), answered(GIVEN_CODE, "%%host gw\n" + GIVEN_CODE));
    }

    @Test
    void aCellThatTheLessonLacksIsTheStudentsOwn() {
        Starter other = Starter.of(SPECS, List.of(Notebooks.of(Notebooks.answer("rules", GIVEN_RULES)), "no notebook"));
        assertEquals(
                Optional.of(Set.of("code")),
                AnswerTexts.touched(SPECS, new Submission(notebook(GIVEN_CODE, GIVEN_RULES)), other)
                        .map(Map::keySet));
    }
}
