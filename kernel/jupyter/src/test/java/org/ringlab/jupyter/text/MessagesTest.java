package org.ringlab.jupyter.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ringlab.display.Language;

final class MessagesTest {
    @ParameterizedTest
    @EnumSource(Text.class)
    void everyTextIsThereInBothLanguagesWithTheSameGaps(Text text) {
        Messages messages = new Messages(Language.ZH);
        String chinese = messages.say(text, "1", "2", "3", "4");
        messages.speak(Language.EN);
        String english = messages.say(text, "1", "2", "3", "4");
        assertFalse(chinese.isBlank() || english.isBlank());
        assertEquals(gaps(text.in(Language.ZH)), gaps(text.in(Language.EN)));
    }

    private static long gaps(String format) {
        return Pattern.compile("(?<!%)(%%)*%s").matcher(format).results().count();
    }
}
