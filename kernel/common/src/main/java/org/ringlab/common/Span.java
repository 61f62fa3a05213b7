package org.ringlab.common;

/**
 * A place in a text that somebody typed.
 *
 * @param line from 1
 * @param column from 1, in UTF-16 units
 * @param length in UTF-16 units; 0 marks a point
 */
public record Span(int line, int column, int length) {}
