package org.ringlab.display;

/**
 * Text of others as it may be shown to someone who has to trust what they see: characters that move a terminal's cursor, turn the
 * direction of what follows or can't be seen at all are written out, as {@code less} does.
 */
public final class VisibleText {
    private VisibleText() {}

    /** The same text; {@code <U+202E>} stands where that character stood. Line ends, tabs and joiners of scripts and emoji stay. */
    public static String of(String text) {
        StringBuilder visible = null;
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            int next = i + Character.charCount(character);
            boolean windowsLineEnd = character == '\r' && next < text.length() && text.charAt(next) == '\n';
            boolean shown = windowsLineEnd || isShown(character);
            if (!shown && visible == null) {
                visible = new StringBuilder(text.length() + 64).append(text, 0, i);
            }
            if (visible != null) {
                if (shown) {
                    visible.appendCodePoint(character);
                } else {
                    visible.append("<U+%04X>".formatted(character));
                }
            }
            i = next;
        }
        return visible == null ? text : visible.toString();
    }

    private static boolean isShown(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL -> character == '\n' || character == '\t';
            case Character.FORMAT -> character == 0x200C || character == 0x200D;
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> false;
            default -> true;
        };
    }
}
