package org.ringlab.display;

/** The two languages everything shown to a student exists in. */
public enum Language {
    /** Simplified Chinese. */
    ZH,
    /** English. */
    EN;

    /** The language of a code such as {@code zh}, {@code zh-CN} or {@code en}; English for every other. */
    public static Language of(String code) {
        return code.regionMatches(true, 0, "zh", 0, 2) ? ZH : EN;
    }

    /** The text of this language out of both. */
    public String pick(String zh, String en) {
        return this == ZH ? zh : en;
    }

    /** The code for HTML's {@code lang}. */
    public String code() {
        return pick("zh-CN", "en");
    }
}
