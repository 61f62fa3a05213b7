package org.ringlab.jupyter.text;

import java.util.Locale;
import org.ringlab.display.Language;

/** The kernel's texts in the student's language, which may change while the kernel runs. */
public final class Messages {
    private volatile Language language;

    /** In {@code language}, until told otherwise. */
    public Messages(Language language) {
        this.language = language;
    }

    /** From now on in {@code language}. */
    public void speak(Language language) {
        this.language = language;
    }

    /** The language now. */
    public Language language() {
        return language;
    }

    /** The language now, for messages of the JDK. */
    public Locale locale() {
        return language == Language.ZH ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH;
    }

    /** A text, its {@code %s} filled in. */
    public String say(Text text, Object... values) {
        return text.in(language).formatted(values);
    }
}
