package org.ringlab.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.common.Diagnostic;
import org.ringlab.common.SeededRandom;

class DiagnosticWordsTest {
    private final ExerciseText text = Mini.text();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    kind: sysctl | kind: syscontrol | 27:11: checks.0.kind: 不认识的检查类型 `syscontrol`
                    version: 3   | version: three   | 2:10: version: 应该是整数，这里是 `three` ()
                    minutes: 5   | minuts: 5        | 4:1: minuts: 不认识的键 `minuts` (是不是想写 `minutes`？可用的键：exercise,
                    host: gw}    | host: router}    | 6:40: answers.0.host: 实验里没有主机 `router` (主机：client,
                    192.168.66.132/24 | 192.168.66/24 | eth0.address: 应该是带前缀长度的地址，例如 192.168.66.132/24，这里是 `192.168.66/24`
                    minutes: 5   | TABminutes: 5     | 4:1: 缩进里有制表符（Tab），这里应该是空格 (YAML 不允许用制表符缩进：
                    """)
    void saysItInChinese(String good, String bad, String chinese) {
        List<String> said =
                ExerciseReader.read(text.exerciseYaml().replaceFirst(good, bad.replace("TAB", "\t")), null)
                        .diagnostics()
                        .stream()
                        .map(diagnostic -> DiagnosticWords.text(diagnostic, "zh"))
                        .toList();
        assertTrue(said.stream().anyMatch(line -> line.contains(chinese.replace(" ()", ""))), said.toString());
    }

    @Test
    void englishStaysAsItIs() {
        Diagnostic tab = Diagnostic.error("x", null, "missing: kind", "use checks");
        assertEquals(tab.text(), DiagnosticWords.text(tab, "en"));
    }

    @Test
    void namesThePartOfAHiddenMistake() {
        Diagnostic mistake = Diagnostic.error("x", null, "hidden.yaml: scenarios.0.id: missing: the scenario's id", "");
        assertEquals("hidden.yaml: scenarios.0.id: 缺少场景的编号（id）", DiagnosticWords.text(mistake, "zh"));
    }

    /** Whatever a reader says about a broken exercise, teachers who read Chinese get it in Chinese. */
    @Test
    void nothingStaysEnglish() {
        staysInChinese(text, 400);
    }

    @Test
    void neitherDoesAnythingAboutKindsOfAnswers() {
        staysInChinese(
                Course.open(Mini.LESSONS, Mini.HIDDEN)
                        .lessons()
                        .get(1)
                        .exercises()
                        .getFirst(),
                400);
    }

    private static void staysInChinese(ExerciseText text, int mutations) {
        SeededRandom random = new SeededRandom(5);
        String junk = "{}[]\",:-#&*!|>'%@` \n\t0a<";
        for (int i = 0; i < mutations; i++) {
            boolean open = i % 2 == 0;
            StringBuilder yaml = new StringBuilder(open ? text.exerciseYaml() : String.valueOf(text.hiddenYaml()));
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                int at = random.nextInt(yaml.length());
                yaml.replace(at, at + random.nextInt(2), String.valueOf(junk.charAt(random.nextInt(junk.length()))));
            }
            var parsed = open
                    ? ExerciseReader.read(yaml.toString(), text.hiddenYaml())
                    : ExerciseReader.read(text.exerciseYaml(), yaml.toString());
            for (Diagnostic diagnostic : parsed.diagnostics()) {
                String said = DiagnosticWords.text(diagnostic, "zh");
                assertTrue(said.matches("(?s).*\\p{IsHan}.*"), said);
            }
        }
    }
}
