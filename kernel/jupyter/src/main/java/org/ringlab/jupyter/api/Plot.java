package org.ringlab.jupyter.api;

/**
 * Lines to see.
 *
 * @param vegaLite the drawing's specification, for front ends that draw
 * @param text the numbers, for all others
 */
public record Plot(String vegaLite, String text) {}
