package org.ringlab.service.pages;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An exercise on a lesson's page, in one language, for the student who looks.
 *
 * @param shortId without the lesson's name
 * @param title its name
 * @param minutes about how long it takes
 * @param attempts charged so far
 * @param best score and maximum of the best attempt; null without one
 * @param last report of the last submission; null where there is none (yet)
 * @param lastLink page of the last submission; null where there is none
 * @param rules when and how often it may be handed in, as it stands for this student; empty without rules
 */
public record ExerciseCard(
        String shortId,
        String title,
        int minutes,
        int attempts,
        @Nullable String best,
        @Nullable ReportView last,
        @Nullable String lastLink,
        List<String> rules) {}
