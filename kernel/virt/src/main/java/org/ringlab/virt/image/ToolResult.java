package org.ringlab.virt.image;

/**
 * What a program did.
 *
 * @param out standard output
 * @param err standard error
 * @param status exit status
 */
public record ToolResult(String out, String err, int status) {}
