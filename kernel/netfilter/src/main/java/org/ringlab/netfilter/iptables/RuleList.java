package org.ringlab.netfilter.iptables;

import java.util.List;
import org.ringlab.netfilter.rules.Chain;
import org.ringlab.netfilter.rules.Counters;
import org.ringlab.netfilter.rules.Rule;

/** {@code iptables -S}: chains, then their rules, as the commands that would make them. */
final class RuleList {
    private RuleList() {}

    /** The chains asked for, or one rule of one chain. */
    static String of(List<Chain> chains, Command command) {
        boolean verbose = command.output().verbose();
        int number = command.ruleNumber();
        StringBuilder s = new StringBuilder();
        for (Chain chain : chains) {
            if (number == 0) {
                s.append(chain.isBuiltIn() ? "-P " + chain.name() + " " + chain.policyText() : "-N " + chain.name());
                s.append(verbose && chain.isBuiltIn() ? counters(chain.policyCounters()) : "");
                s.append('\n');
            }
        }
        for (Chain chain : chains) {
            for (int i = 0; i < chain.rules().size(); i++) {
                if (number == 0 || number == i + 1) {
                    Rule rule = chain.rules().get(i);
                    s.append(verbose ? counted(chain, rule) : SaveText.rule(chain, rule));
                    s.append('\n');
                }
            }
        }
        return s.toString();
    }

    /** A rule with its counters before the target. */
    private static String counted(Chain chain, Rule rule) {
        String target = rule.target().text();
        String text = SaveText.rule(chain, rule);
        String conditions = text.substring(0, text.length() - target.length()).stripTrailing();
        return conditions + counters(rule.counters()) + (target.isEmpty() ? "" : " " + target);
    }

    private static String counters(Counters counters) {
        return " -c " + Long.toUnsignedString(counters.packets()) + " " + Long.toUnsignedString(counters.bytes());
    }
}
