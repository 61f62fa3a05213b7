package org.ringlab.jupyter.magic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.common.Span;
import org.ringlab.display.Language;
import org.ringlab.host.shell.LookAlikes;
import org.ringlab.jupyter.text.Messages;

/** Hints about a script, in the student's language. */
class ViewsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ZH | 'ls －l'     | '提示：第 1 行第 4 列：“－”（U+FF0D）不是命令需要的半角字符，请切换到英文输入法，改成“-”'
            EN | 'ls －l'     | 'Hint: 1:4: `－` (U+FF0D) is not the ASCII character the command needs (type `-` with the input method off)'
            ZH | 'ls　-l'     | '提示：第 1 行第 3 列：这里有一个看不见的字符（U+3000），它不是普通空格，请切换到英文输入法，改成空格'
            ZH | 'ls \u200B-l' | '提示：第 1 行第 4 列：这里有一个看不见的多余字符（U+200B），请删掉它'
            """)
    void namesCharacterAndPlace(Language language, String script, String first) {
        assertEquals(first, hints(language, script).lines().findFirst().orElse(""));
    }

    @Test
    void pointsAtTheCharacterBelowItsLine() {
        assertEquals("  ls －l\n     ^^", hints(Language.ZH, "ls －l").split("\n", 2)[1]);
    }

    private static String hints(Language language, String script) {
        return Views.hints(script, LookAlikes.hints(script, new Span(1, 1, script.length())), new Messages(language))
                .getData(MIMEType.TEXT_PLAIN)
                .toString();
    }
}
