package org.ringlab.host;

/**
 * An entry of a lab's command log.
 *
 * @param host where, {@code host} or {@code host/namespace}
 * @param script the shell text, as typed
 */
public record LoggedCommand(String host, String script) {}
