package org.ringlab.host.shell;

/**
 * A command's three streams.
 *
 * @param in standard input
 * @param out standard output
 * @param err standard error
 */
public record Streams(Input in, Output out, Output err) {}
