package org.ringlab.jupyter.api;

/**
 * Something to show.
 *
 * @param html for front ends that draw, with inline SVG where it helps
 * @param text the same in words, for all others
 */
public record Html(String html, String text) {}
