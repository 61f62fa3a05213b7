package org.ringlab.service.submissions;

import org.jspecify.annotations.Nullable;

/**
 * Points given by hand.
 *
 * @param check the check's id in its exercise; null for the whole submission
 * @param points the points; null: what was given before is taken back
 */
public record Mark(@Nullable String check, @Nullable Double points) {}
