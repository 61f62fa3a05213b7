package org.ringlab.netfilter.rules;

/**
 * The ports of a bridge that a frame passes.
 *
 * @param in the port it came in by; empty where none
 * @param out the port it leaves by; empty where it isn't known yet, or it is routed on
 */
public record BridgePorts(String in, String out) {}
