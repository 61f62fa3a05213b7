package org.ringlab.checks;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.event.PacketEvent.DropReason;
import org.ringlab.netfilter.event.PacketEvent.Dropped;
import org.ringlab.netfilter.event.PacketEvent.PolicyApplied;
import org.ringlab.netfilter.event.PacketEvent.RuleCompared;
import org.ringlab.netfilter.rules.TableName;

/** Reads from a probe's events where its packet was lost and which rule decided. It works nothing out again. */
final class Evidence {
    private Evidence() {}

    /** The first loss that matters: a frame for somebody else is none. */
    static Optional<Loss> loss(List<PacketEvent> events) {
        for (PacketEvent event : events) {
            if (event instanceof Dropped drop && drop.reason() != DropReason.OTHER_STATION) {
                return Optional.of(new Loss(drop.host(), drop.reason(), drop.detail(), drop.packetId()));
            }
        }
        return Optional.empty();
    }

    /** The rule or policy behind a loss; empty where no rule set did it. */
    static Optional<Decision> stopped(List<PacketEvent> events, Loss loss) {
        return switch (loss.reason()) {
            case RULE_DROP, RULE_REJECT, POLICY_DROP -> last(events, loss.packetId(), loss.host());
            case NOT_FORWARDING,
                    NO_ROUTE,
                    REFUSED_BY_ROUTE,
                    NO_NEIGHBOUR,
                    TTL_EXPIRED,
                    TOO_BIG,
                    MARTIAN_SOURCE,
                    LINK_DOWN,
                    OTHER_STATION,
                    CONNTRACK_FULL,
                    CONNTRACK_REFUSED,
                    NAT_IMPOSSIBLE,
                    NO_SOCKET,
                    INCOMPLETE,
                    TUNNEL,
                    PORT_BLOCKED,
                    VLAN,
                    STEP_BUDGET -> Optional.empty();
        };
    }

    /** The rule or policy of a filter table that last let the probe's first packet through. */
    static Optional<Decision> passed(List<PacketEvent> events) {
        for (PacketEvent event : events) {
            if (event instanceof PacketEvent.Created created) {
                return last(events, created.packetId(), null);
            }
        }
        return Optional.empty();
    }

    /** The rule or policy of a host that last decided about the first packet. */
    static Optional<Decision> lastAt(List<PacketEvent> events, String host) {
        return events.isEmpty()
                ? Optional.empty()
                : last(events, events.getFirst().packetId(), host);
    }

    private static Optional<Decision> last(List<PacketEvent> events, long packet, @Nullable String host) {
        Decision decision = null;
        for (PacketEvent event : events) {
            if (event.packetId() != packet || (host != null && !event.host().equals(host))) {
                continue;
            }
            if (event instanceof RuleCompared rule && rule.matched() && decides(rule)) {
                decision = new Decision(rule.host(), rule.table().text(), rule.chain(), rule.number(), rule.rule());
            } else if (event instanceof PolicyApplied policy && (host != null || policy.table() == TableName.FILTER)) {
                decision = new Decision(policy.host(), policy.table().text(), policy.chain(), 0, policy.policy());
            } else if (event instanceof Dropped) {
                break;
            }
        }
        return Optional.ofNullable(decision);
    }

    /** Whether the rule ended the packet's way through its table. */
    private static boolean decides(RuleCompared rule) {
        // The target with or without -j and its options.
        String[] words = rule.target().split(" ");
        return switch (words[0].equals("-j") && words.length > 1 ? words[1] : words[0]) {
            case "ACCEPT" -> rule.table() == TableName.FILTER;
            case "DROP", "REJECT" -> true;
            default -> false;
        };
    }
}
