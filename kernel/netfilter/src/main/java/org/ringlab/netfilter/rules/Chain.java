package org.ringlab.netfilter.rules;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A chain: rules in order; a built-in one has a policy with counters too. */
public final class Chain {
    private final String name;
    private @Nullable Verdict policy;
    private final Counters policyCounters;
    private final List<Rule> rules = new ArrayList<>();
    private @Nullable ChainIndex index;

    private Chain(String name, @Nullable Verdict policy, Counters policyCounters) {
        this.name = name;
        this.policy = policy;
        this.policyCounters = policyCounters;
    }

    /** An empty built-in chain with policy ACCEPT. */
    static Chain builtIn(Hook hook) {
        return new Chain(hook.name(), Verdict.ACCEPT, new Counters(0, 0));
    }

    /** An empty user chain. */
    static Chain user(String name) {
        return new Chain(name, null, new Counters(0, 0));
    }

    /** {@code INPUT}, or what somebody called it. */
    public String name() {
        return name;
    }

    /** Whether it hangs at a hook. */
    public boolean isBuiltIn() {
        return policy != null;
    }

    /** A built-in chain's policy, {@link Verdict#ACCEPT} or {@link Verdict#DROP}; null for a user chain. */
    public @Nullable Verdict policy() {
        return policy;
    }

    /** {@code ACCEPT}, {@code DROP}, or {@code -} for a user chain. */
    public String policyText() {
        return policy == null ? "-" : policy.equals(Verdict.DROP) ? "DROP" : "ACCEPT";
    }

    /** Sets a built-in chain's policy, which begins to count at 0 (as {@code -P} does). */
    public void setPolicy(Verdict newPolicy) {
        policy = newPolicy;
        policyCounters.set(0, 0);
    }

    /** Packets the policy decided about; always 0 for a user chain. */
    public Counters policyCounters() {
        return policyCounters;
    }

    /** The rules, first to last; changes made to the list change the chain. Not to be kept beyond the next packet. */
    public List<Rule> rules() {
        index = null; // whoever asks may change them
        return rules;
    }

    /** The rules for looking only. */
    List<Rule> asked() {
        return rules;
    }

    /** The first rule from {@code from} on that the packet may match; those before it say no, each for itself. */
    int nextCandidate(PacketContext packet, int from) {
        if (rules.size() < ChainIndex.FEWEST_RULES) {
            return from;
        }
        ChainIndex known = index;
        if (known == null) {
            known = ChainIndex.of(rules);
            index = known;
        }
        return known.next(packet, from);
    }

    /** How many rules packets can come to: none behind an unconditional verdict. */
    public int reachable() {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).isUnconditionalVerdict()) {
                return i + 1;
            }
        }
        return rules.size();
    }

    /** A chain called {@code newName} with fresh copies of the rules. */
    Chain freshAs(String newName) {
        Chain copy = new Chain(newName, policy, policyCounters.copy());
        for (Rule rule : rules) {
            copy.rules.add(rule.fresh());
        }
        return copy;
    }
}
