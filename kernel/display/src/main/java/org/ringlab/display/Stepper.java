package org.ringlab.display;

import java.util.List;

/**
 * Pictures to go through one by one, back and forth, without a script: radio buttons, of which the style sheet shows the
 * checked one's picture. The arrow keys move between them; without the style sheet all pictures stand below each other.
 */
final class Stepper {
    private Stepper() {}

    /**
     * One of the pictures.
     *
     * @param caption what happens here, in a line
     * @param html the picture
     */
    record Frame(String caption, String html) {}

    /**
     * Adds them.
     *
     * @param name a word that nothing else on the page is called
     */
    static void add(Xml xml, String name, List<Frame> frames, Language language) {
        xml.open("div", "class", "rl-steps", "role", "group").line();
        for (int i = 0; i < frames.size(); i++) {
            Object[] at = {"type", "radio", "class", "rl-at", "name", name, "id", name + "-" + i, "aria-label", i + 1};
            xml.empty("input", i == 0 ? with(at, "checked", "checked") : at);
            xml.open("div", "class", "rl-step").open("p");
            turn(xml, name, i - 1, frames.size(), language.pick("◀ 上一步", "◀ back"));
            xml.text(" " + (i + 1) + " / " + frames.size() + " ");
            turn(xml, name, i + 1, frames.size(), language.pick("下一步 ▶", "forward ▶"));
            xml.text(" ").element("code", frames.get(i).caption()).close("p").line();
            xml.open("figure")
                    .raw(frames.get(i).html())
                    .close("figure")
                    .close("div")
                    .line();
        }
        xml.close("div").line();
    }

    private static void turn(Xml xml, String name, int to, int count, String word) {
        if (to >= 0 && to < count) {
            xml.element("label", word, "for", name + "-" + to, "class", "rl-turn");
        } else {
            xml.element("span", word, "class", "rl-turn rl-end");
        }
    }

    private static Object[] with(Object[] attributes, Object name, Object value) {
        Object[] more = java.util.Arrays.copyOf(attributes, attributes.length + 2);
        more[attributes.length] = name;
        more[attributes.length + 1] = value;
        return more;
    }
}
