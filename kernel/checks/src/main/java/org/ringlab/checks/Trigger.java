package org.ringlab.checks;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.event.PacketEvent.DropReason;

/**
 * A condition on what a check saw; every part that is given must hold.
 *
 * @param found values of {@link Observation#found}, any of which will do; {@code icmp-unreachable:*} stands for every
 *     word with that beginning, {@code *Exception} for every one with that end, {@code = size * 8} for what that {@link Formula} gives. Empty: any
 * @param dropped why the packet was lost; null: any or none
 * @param host where it was lost, or the host that the check looked at; null: anywhere
 * @param table of the rule or policy that decided; null: any
 * @param chain of the rule or policy that decided; null: any
 * @param rule a part of the rule that decided, in saved form; null: any
 * @param shows a part of what the check saw in more words: what a command printed, why a packet was lost; null: any
 */
public record Trigger(
        List<String> found,
        @Nullable DropReason dropped,
        @Nullable String host,
        @Nullable String table,
        @Nullable String chain,
        @Nullable String rule,
        @Nullable String shows) {
    /** Copies the list. */
    public Trigger {
        found = List.copyOf(found);
    }

    /**
     * Whether {@code seen} is what this waits for.
     *
     * @param given the student's own values
     */
    public boolean fires(Observation seen, Map<String, Double> given) {
        Loss loss = seen.loss();
        Decision decision = seen.decision();
        return (found.isEmpty()
                        || found.stream().anyMatch(pattern -> matches(Formula.text(pattern, given), seen.found())))
                && (dropped == null || (loss != null && loss.reason() == dropped))
                && (host == null || (loss != null ? loss.host() : seen.host()).equals(host))
                && (table == null || (decision != null && decision.table().equals(table)))
                && (chain == null || (decision != null && decision.chain().equals(chain)))
                && (rule == null || (decision != null && decision.rule().contains(rule)))
                && (shows == null
                        || seen.detail().contains(shows)
                        || (loss != null && loss.detail().contains(shows)));
    }

    static boolean matches(String pattern, String word) {
        if (pattern.endsWith("*")) {
            return word.startsWith(pattern.substring(0, pattern.length() - 1));
        }
        return pattern.startsWith("*") ? word.endsWith(pattern.substring(1)) : word.equals(pattern);
    }
}
