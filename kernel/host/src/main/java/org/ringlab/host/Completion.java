package org.ringlab.host;

import java.util.List;

/**
 * Endings offered for a piece of shell text.
 *
 * @param candidates what could stand there, sorted
 * @param start where the word to replace begins, in UTF-16 units from 0
 * @param end where it ends
 */
public record Completion(List<String> candidates, int start, int end) {}
