package org.ringlab.service.pages;

import java.util.List;
import org.ringlab.content.Lesson;

/**
 * One of a lesson's notebooks in a student's folder.
 *
 * @param path below the student's root
 * @param language {@code zh} or {@code en}
 * @param preferred whether it is in the page's language
 */
public record NotebookLink(String path, String language, boolean preferred) {
    /** A lesson's two notebooks, the one in the given language first. */
    static List<NotebookLink> of(Lesson lesson, String language) {
        String other = language.equals("zh") ? "en" : "zh";
        return List.of(link(lesson, language, true), link(lesson, other, false));
    }

    private static NotebookLink link(Lesson lesson, String language, boolean preferred) {
        return new NotebookLink(lesson.id() + "/lesson." + language + ".ipynb", language, preferred);
    }
}
