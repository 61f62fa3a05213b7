package org.ringlab.service.marking;

import org.jspecify.annotations.Nullable;
import org.ringlab.service.web.Refusal;

/** Words that people give for what they do. */
final class Comments {
    /** Characters of one. */
    static final int MAX = 2000;

    private Comments() {}

    /** @throws Refusal 400 if there are none, or too many */
    static String required(@Nullable String text) {
        String words = text == null
                ? ""
                : text.replace("\r\n", "\n").replace('\0', ' ').strip();
        if (words.isEmpty() || words.length() > MAX) {
            throw Refusal.badRequest(
                    "请写明理由（最多 " + MAX + " 个字符），现在" + (words.isEmpty() ? "是空的。" : "有 " + words.length() + " 个。"),
                    "Say why, in " + MAX + " characters at most"
                            + (words.isEmpty() ? "; this is empty." : ", not " + words.length() + "."));
        }
        return words;
    }
}
