package org.ringlab.netfilter.stack;

import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.rules.Match;
import org.ringlab.netfilter.rules.PacketChange;
import org.ringlab.netfilter.rules.Rule;
import org.ringlab.netfilter.rules.RuleListener;
import org.ringlab.netfilter.rules.TableName;
import org.ringlab.netfilter.rules.Verdict;

/** Turns what the traversal of one table tells into events, and remembers what decided. */
final class TraversalTeller implements RuleListener {
    private final NetStack stack;
    private final Skb skb;
    private @Nullable TableName table;
    private String chain = "";
    private int number;
    private @Nullable Rule rule;
    private @Nullable Verdict policy;

    TraversalTeller(NetStack stack, Skb skb) {
        this.stack = stack;
        this.skb = skb;
    }

    /** Whether a policy decided. */
    boolean byPolicy() {
        return policy != null;
    }

    /** What decided, in words; made when somebody asks, as most packets pass. */
    String decidedBy() {
        if (table == null) {
            return "";
        }
        String place = table.text() + " " + chain;
        return rule == null ? place + " policy " + word(policy) : place + " rule " + number + ": " + rule.text();
    }

    @Override
    public boolean hearsFailures() {
        return stack.telling();
    }

    @Override
    public void compared(TableName inTable, String inChain, int at, Rule compared, String failed) {
        if (failed.isEmpty()) {
            table = inTable;
            chain = inChain;
            number = at;
            rule = compared;
        }
        if (stack.telling()) {
            stack.tell(new PacketEvent.RuleCompared(
                    stack.nanos(),
                    stack.name(),
                    skb.id(),
                    skb.hook(),
                    inTable,
                    inChain,
                    at,
                    compared.text(),
                    failed,
                    asked(compared, failed),
                    compared.target().name()));
        }
    }

    /** Matches are asked one after the other until one says no; the first with its text did. */
    private static int asked(Rule rule, String failed) {
        int asked = 0;
        for (Match match : rule.matches()) {
            asked++;
            if (!failed.isEmpty() && match.text().equals(failed)) {
                break;
            }
        }
        return asked;
    }

    @Override
    public void policy(TableName inTable, String inChain, Verdict verdict) {
        table = inTable;
        chain = inChain;
        rule = null;
        policy = verdict;
        if (stack.telling()) {
            stack.tell(new PacketEvent.PolicyApplied(
                    stack.nanos(), stack.name(), skb.id(), skb.hook(), inTable, inChain, word(verdict)));
        }
    }

    private static String word(@Nullable Verdict policy) {
        return policy instanceof Verdict.Accept ? "ACCEPT" : "DROP";
    }

    @Override
    public void changed(PacketChange change) {
        if (stack.telling()) {
            stack.tell(new PacketEvent.Changed(stack.nanos(), stack.name(), skb.id(), skb.hook(), change));
        }
    }

    @Override
    public void logged(String line) {
        stack.network().log(line);
    }
}
