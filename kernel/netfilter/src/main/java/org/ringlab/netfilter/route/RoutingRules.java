package org.ringlab.netfilter.route;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The rules of policy routing in the order they are asked: by priority, then by age. */
public final class RoutingRules {
    private static final int LOCAL_TABLE = 255;
    private static final int MAIN_TABLE = 254;
    private static final int DEFAULT_TABLE = 253;

    /** The three rules there are at first: local, main, default. */
    public static final List<RoutingRule> FIRST = List.of(
            RoutingRule.forAll(0, LOCAL_TABLE),
            RoutingRule.forAll(32_766, MAIN_TABLE),
            RoutingRule.forAll(32_767, DEFAULT_TABLE));

    private final List<RoutingRule> rules = new ArrayList<>(FIRST);

    /** All, the one asked first in front. */
    public List<RoutingRule> all() {
        return Collections.unmodifiableList(rules);
    }

    /** Adds a rule behind those of its priority. */
    public void add(RoutingRule rule) {
        rules.add(rule);
        rules.sort(Comparator.comparingInt(RoutingRule::priority));
    }

    /** The priority of a rule that names none: in front of all but the first ({@code fib_default_rule_pref}). */
    public int nextPriority() {
        return rules.size() < 2 ? 0 : Math.max(0, rules.get(1).priority() - 1);
    }

    /** Removes the first rule that fits; false where none does. */
    public boolean remove(Predicate<RoutingRule> fits) {
        Optional<RoutingRule> first = rules.stream().filter(fits).findFirst();
        first.ifPresent(rules::remove);
        return first.isPresent();
    }

    /** Removes all that fit but those of priority 0. */
    public void flush(Predicate<RoutingRule> fits) {
        rules.removeIf(rule -> rule.priority() > 0 && fits.test(rule));
    }
}
