package org.ringlab.host.shell;

/**
 * A text that is searched by a pattern of the user's. {@code java.util.regex} tries alternatives one after another, which for
 * some patterns takes longer than anybody lives, where the real programs need one pass; so looks at characters are counted.
 */
public final class CountedText implements CharSequence {
    private static final int MOST_LOOKS = 3_000_000;

    private final CharSequence text;
    private final int[] looks;

    /** A text whose characters may be looked at some million times. */
    public CountedText(CharSequence text) {
        this(text, new int[1]);
    }

    private CountedText(CharSequence text, int[] looks) {
        this.text = text;
        this.looks = looks;
    }

    /** The search was given up. */
    static final class TooManyLooks extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public char charAt(int index) {
        if (++looks[0] > MOST_LOOKS) {
            throw new TooManyLooks();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new CountedText(text.subSequence(start, end), looks);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
