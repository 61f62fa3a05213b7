package org.ringlab.netfilter.iptables;

import org.ringlab.netfilter.rules.Chain;
import org.ringlab.netfilter.rules.Rule;
import org.ringlab.netfilter.rules.Table;

/** Rule sets as {@code iptables-save} and {@code iptables -S} print them. */
final class SaveText {
    private SaveText() {}

    /** A rule with its chain: {@code -A INPUT -i lo -j ACCEPT}. */
    static String rule(Chain chain, Rule rule) {
        String text = rule.text();
        return "-A " + chain.name() + (text.isEmpty() ? "" : " " + text);
    }

    /** A table between {@code *name} and {@code COMMIT}. */
    static String table(Table table, boolean counters) {
        StringBuilder s = new StringBuilder("*" + table.name().text() + "\n");
        for (Chain chain : table.chains()) {
            s.append(':').append(chain.name()).append(' ').append(chain.policyText());
            s.append(' ').append(chain.policyCounters()).append('\n');
        }
        for (Chain chain : table.chains()) {
            for (Rule rule : chain.rules()) {
                s.append(counters ? rule.counters() + " " : "")
                        .append(rule(chain, rule))
                        .append('\n');
            }
        }
        return s.append("COMMIT\n").toString();
    }
}
