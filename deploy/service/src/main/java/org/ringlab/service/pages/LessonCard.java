package org.ringlab.service.pages;

/**
 * A lesson on the course page, in one language.
 *
 * @param id the lesson's
 * @param title its name
 * @param summary a sentence about it
 * @param minutes how long it takes
 * @param done exercises with full marks, of the student who looks
 * @param exercises how many there are
 */
public record LessonCard(String id, String title, String summary, int minutes, int done, int exercises) {}
