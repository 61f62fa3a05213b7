package org.ringlab.checks;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.event.PacketEvent;

/**
 * How much a host compared, counted from the evaluator's own events.
 *
 * @param packets that came to a hook, each hook counted
 * @param rules looked at
 * @param matches conditions asked
 */
public record Comparisons(long packets, long rules, long matches) {
    /**
     * What the events show.
     *
     * @param hook of packets at this hook only; null for all
     */
    public static Comparisons of(List<PacketEvent> events, String host, @Nullable String hook) {
        long packets = 0;
        List<PacketEvent.RuleCompared> compared = new ArrayList<>();
        for (PacketEvent event : events) {
            if (event instanceof PacketEvent.AtHook at
                    && at.host().equals(host)
                    && (hook == null || at.hook().name().equals(hook))) {
                packets++;
            } else if (event instanceof PacketEvent.RuleCompared rule
                    && rule.host().equals(host)
                    && (hook == null || rule.hook().name().equals(hook))) {
                compared.add(rule);
            }
        }
        return new Comparisons(
                packets,
                compared.size(),
                compared.stream().mapToLong(PacketEvent.RuleCompared::asked).sum());
    }

    /** How often one rule was looked at: one in this place, with these words. */
    public static long ofRule(
            List<PacketEvent> events, String host, String table, String chain, int number, String rule) {
        return events.stream()
                .filter(event -> event instanceof PacketEvent.RuleCompared r
                        && r.host().equals(host)
                        && r.table().text().equals(table)
                        && r.chain().equals(chain)
                        && r.number() == number
                        && r.rule().equals(rule))
                .count();
    }
}
