package org.ringlab.checks;

import org.jspecify.annotations.Nullable;

/**
 * What a check saw, apart from what it thinks of it.
 *
 * @param host the host it looked at; empty for a number
 * @param found in one word or value: a probe's verdict, a setting's value, a rule's problem ({@code missing},
 *     {@code wrong-order}, …), a command's status, a number
 * @param detail more of the same for people, in English as programs print it; may be empty
 * @param loss where a packet was lost; null where none was
 * @param decision the rule or policy that stopped the packet or, where nothing was lost, that let it through; null
 *     where no rule set had a say
 */
public record Observation(
        String host,
        String found,
        String detail,
        @Nullable Loss loss,
        @Nullable Decision decision) {
    /** A plain value seen on a host. */
    public static Observation of(String host, String found, String detail) {
        return new Observation(host, found, detail, null, null);
    }
}
