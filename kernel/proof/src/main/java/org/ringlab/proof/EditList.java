package org.ringlab.proof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.ringlab.netfilter.rules.AddressMatch;
import org.ringlab.netfilter.rules.Chain;
import org.ringlab.netfilter.rules.Hook;
import org.ringlab.netfilter.rules.InterfaceMatch;
import org.ringlab.netfilter.rules.Match;
import org.ringlab.netfilter.rules.ProtocolMatch;
import org.ringlab.netfilter.rules.RejectWith;
import org.ringlab.netfilter.rules.Rule;
import org.ringlab.netfilter.rules.TableName;
import org.ringlab.netfilter.rules.Target;

/**
 * All edits of one chain.
 *
 * @param chain the chain
 * @param hook from where packets come to it
 * @param pool rules that may be put in, and whose conditions may be put into others
 */
record EditList(Chain chain, Hook hook, List<Rule> pool) {
    private static final List<Target> TARGETS =
            List.of(Target.ACCEPT, Target.DROP, new Target.Reject(RejectWith.ICMP_PORT_UNREACHABLE));

    /** Those that people make first come first. */
    List<Edit> all() {
        List<Edit> edits = new ArrayList<>();
        List<Rule> rules = chain.rules();
        for (int number = 1; number <= rules.size(); number++) {
            edits.add(new Edit.Delete(chain.name(), number));
        }
        for (int number = 1; number <= rules.size(); number++) {
            retarget(rules.get(number - 1), number, edits);
        }
        for (int from = 1; from <= rules.size(); from++) {
            for (int to = 1; to <= rules.size(); to++) {
                if (from != to) {
                    edits.add(new Edit.Move(chain.name(), from, to, rules.get(from - 1)));
                }
            }
        }
        for (Rule rule : pool) {
            for (int number = 1; number <= rules.size() + 1; number++) {
                edits.add(new Edit.Insert(chain.name(), number, rule));
            }
        }
        for (int number = 1; number <= rules.size(); number++) {
            recondition(rules.get(number - 1), number, edits);
        }
        edits.removeIf(edit -> edit instanceof Edit.Replace replace && !isPossible(replace.rule()));
        return edits;
    }

    /** Whether the kernel takes such a rule: ports need their protocol, a reset needs TCP. */
    private boolean isPossible(Rule rule) {
        int protocol = rule.find(ProtocolMatch.class)
                .filter(match -> !match.inverted())
                .map(ProtocolMatch::protocol)
                .orElse(0);
        return rule.target().accepted(TableName.FILTER, protocol, Set.of(hook))
                && rule.matches().stream().allMatch(match -> match.accepted(protocol, Set.of(hook)));
    }

    /** Conditions in the order in which they are printed and asked: {@code -s -d -i -o -p}, then modules. */
    private static Rule inOrder(List<Match> matches, Target target) {
        List<Match> sorted = new ArrayList<>(matches);
        sorted.sort(Comparator.comparingInt(EditList::rank));
        return new Rule(sorted, target);
    }

    private static int rank(Match match) {
        if (match instanceof AddressMatch address) {
            return address.source() ? 0 : 1;
        }
        if (match instanceof InterfaceMatch iface) {
            return iface.in() ? 2 : 3;
        }
        return match instanceof ProtocolMatch ? 4 : 5;
    }

    private void retarget(Rule rule, int number, List<Edit> edits) {
        for (Target target : TARGETS) {
            if (!target.equals(rule.target())) {
                edits.add(new Edit.Replace(chain.name(), number, new Rule(rule.matches(), target)));
            }
        }
    }

    /** One condition less, one more, or one in another's place. */
    private void recondition(Rule rule, int number, List<Edit> edits) {
        List<Match> matches = rule.matches();
        for (int i = 0; i < matches.size(); i++) {
            List<Match> fewer = new ArrayList<>(matches);
            Match gone = fewer.remove(i);
            edits.add(new Edit.Replace(chain.name(), number, inOrder(fewer, rule.target())));
            for (Match other : conditions()) {
                if (other.getClass() == gone.getClass() && !matches.contains(other)) {
                    List<Match> changed = new ArrayList<>(matches);
                    changed.set(i, other);
                    edits.add(new Edit.Replace(chain.name(), number, inOrder(changed, rule.target())));
                }
            }
        }
        for (Match other : conditions()) {
            if (matches.stream().noneMatch(match -> match.getClass() == other.getClass())) {
                List<Match> more = new ArrayList<>(matches);
                more.add(other);
                edits.add(new Edit.Replace(chain.name(), number, inOrder(more, rule.target())));
            }
        }
    }

    private Set<Match> conditions() {
        Set<Match> all = new LinkedHashSet<>();
        pool.forEach(rule -> all.addAll(rule.matches()));
        return all;
    }
}
