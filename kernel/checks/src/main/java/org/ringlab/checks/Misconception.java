package org.ringlab.checks;

/**
 * A mistake with a name, recognised by what it does.
 *
 * @param id stable, kebab-case: {@code no-return-route}; statistics count by it
 * @param when what a failed check must have seen
 * @param text what the mistake is and how to think about it instead
 */
public record Misconception(String id, Trigger when, Text text) {}
