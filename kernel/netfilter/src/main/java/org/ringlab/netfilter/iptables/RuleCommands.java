package org.ringlab.netfilter.iptables;

import java.util.List;
import org.ringlab.netfilter.iptables.Command.Verb;
import org.ringlab.netfilter.rules.Chain;
import org.ringlab.netfilter.rules.Match;
import org.ringlab.netfilter.rules.Rule;
import org.ringlab.netfilter.rules.Table;
import org.ringlab.netfilter.rules.Target;

/** The commands that name a rule by its words: {@code -A -I -R -D -C}. */
final class RuleCommands {
    private RuleCommands() {}

    static boolean execute(Table table, Verb verb, Command command, StringBuilder out) throws IptablesError {
        Target target = Iptables.target(table, command);
        Chain chain = Iptables.chain(table, command.chain == null ? "" : command.chain);
        List<Rule> rules = chain.rules();
        int at = command.ruleNumber - 1;
        if (verb == Verb.REPLACE && command.rules.size() > 1) {
            throw IptablesError.parameter("Replacement rule does not specify a unique address");
        }
        for (List<Match> matches : command.rules) {
            Rule rule = Iptables.rule(matches, target, command);
            switch (verb) {
                case INSERT -> {
                    if (at > rules.size()) {
                        throw IptablesError.kernel("Index of insertion too big.");
                    }
                    rules.add(at, rule);
                }
                case REPLACE -> {
                    if (at >= rules.size()) {
                        throw IptablesError.kernel("Index of replacement too big.");
                    }
                    rules.set(at, rule);
                }
                case DELETE -> rules.remove(indexOf(rules, rule));
                case CHECK -> indexOf(rules, rule);
                default -> rules.add(rule);
            }
        }
        return verb != Verb.CHECK;
    }

    private static int indexOf(List<Rule> rules, Rule wanted) throws IptablesError {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).sameAs(wanted)) {
                return i;
            }
        }
        throw IptablesError.kernel("Bad rule (does a matching rule exist in that chain?).");
    }
}
