package org.ringlab.netfilter.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A rule: conditions in order, what happens when all are met, and how often they were.
 *
 * <p>Two rules are the same rule for {@code -D} and {@code -C} when conditions and target are equal, whatever their
 * counters say: {@link #sameAs}.
 */
public final class Rule {
    private final List<Match> matches;
    private final Target target;
    private final Counters counters;
    private @Nullable String text;

    /** A rule that has met no packet. */
    public Rule(List<Match> matches, Target target) {
        this(matches, target, new Counters(0, 0));
    }

    /** A rule with counters of its own. */
    public Rule(List<Match> matches, Target target, Counters counters) {
        this.matches = List.copyOf(matches);
        this.target = target;
        this.counters = counters;
    }

    /** Its conditions in the order they are asked: {@code -s -d -i -o -p -f}, then {@code -m} as typed. */
    public List<Match> matches() {
        return matches;
    }

    /** What it does. */
    public Target target() {
        return target;
    }

    /** Packets that met its conditions. */
    public Counters counters() {
        return counters;
    }

    /** The first condition the packet doesn't meet; null where it meets all. */
    @Nullable
    Match firstFailed(PacketContext packet) {
        for (int i = 0; i < matches.size(); i++) { // by number: no iterator a rule
            Match match = matches.get(i);
            if (!match.matches(packet)) {
                return match;
            }
        }
        return null;
    }

    /** The only condition of its kind, where it has one. */
    public <M extends Match> Optional<M> find(Class<M> kind) {
        for (Match match : matches) {
            if (kind.isInstance(match)) {
                return Optional.of(kind.cast(match));
            }
        }
        return Optional.empty();
    }

    /** Whether conditions and target are equal. */
    public boolean sameAs(Rule other) {
        return matches.equals(other.matches) && target.equals(other.target);
    }

    /** Whether nothing behind it in its chain is ever reached: no condition, and a verdict that is no module. */
    public boolean isUnconditionalVerdict() {
        return matches.isEmpty()
                && (target.equals(Target.ACCEPT) || target.equals(Target.DROP) || target.equals(Target.RETURN));
    }

    /** Whether connections must be tracked for it. */
    public boolean needsConntrack() {
        boolean needed = target.needsConntrack();
        for (Match match : matches) {
            needed |= match.needsConntrack();
        }
        return needed;
    }

    /** Whether connections must be counted for it. */
    boolean needsAccounting() {
        boolean needed = false;
        for (Match match : matches) {
            needed |= match.needsAccounting();
        }
        return needed;
    }

    /** The same rule with its counters copied and its matches' memory forgotten: how the kernel sees a changed table. */
    public Rule fresh() {
        List<Match> fresh = new ArrayList<>(matches);
        fresh.replaceAll(Match::fresh);
        return new Rule(fresh, target, counters.copy());
    }

    /** The same rule with another target. */
    Rule withTarget(Target newTarget) {
        return new Rule(matches, newTarget, counters);
    }

    /** As {@code iptables-save} prints it, without {@code -A CHAIN}; empty for a rule without conditions or target. */
    public String text() {
        if (text == null) {
            text = textOf(); // asked for with every packet that is traced
        }
        return text;
    }

    private String textOf() {
        List<String> parts = new ArrayList<>();
        for (Match match : matches) {
            parts.add(match.text());
        }
        parts.add(target.text());
        parts.removeIf(String::isEmpty);
        return String.join(" ", parts);
    }

    @Override
    public String toString() {
        return text();
    }
}
