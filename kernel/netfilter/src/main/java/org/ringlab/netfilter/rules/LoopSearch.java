package org.ringlab.netfilter.rules;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** Depth-first search for a chain that leads back to itself, with a stack of its own instead of recursion. */
final class LoopSearch {
    private LoopSearch() {}

    /** A chain being looked at, and the rule to look at next. */
    private static final class Step {
        private final Chain chain;
        private int next;

        private Step(Chain chain) {
            this.chain = chain;
        }
    }

    static boolean from(Table table, Chain start) {
        Deque<Step> path = new ArrayDeque<>();
        Set<String> onPath = new HashSet<>();
        Set<String> done = new HashSet<>();
        path.push(new Step(start));
        onPath.add(start.name());
        while (!path.isEmpty()) {
            Step step = path.peek();
            if (step.next == step.chain.reachable()) {
                path.pop();
                onPath.remove(step.chain.name());
                done.add(step.chain.name());
                continue;
            }
            Chain called = step.chain
                    .rules()
                    .get(step.next++)
                    .target()
                    .leadsTo()
                    .flatMap(table::chain)
                    .orElse(null);
            if (called == null || done.contains(called.name())) {
                continue;
            }
            if (!onPath.add(called.name())) {
                return true;
            }
            path.push(new Step(called));
        }
        return false;
    }
}
