package org.ringlab.host.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.ringlab.host.shell.Words;
import org.ringlab.netfilter.iptables.Iptables;
import org.ringlab.netfilter.iptables.Profile;
import org.ringlab.netfilter.rules.Chain;
import org.ringlab.netfilter.rules.RuleSet;
import org.ringlab.netfilter.rules.TableName;

/**
 * Rules in one form, whichever iptables printed them: two that mean the same are the same text. The rule parser reads and
 * prints them; what it doesn't know keeps its own words. Matches are sorted, as all must hold; comments are left out.
 */
final class RuleText {
    private static final Set<String> LISTS = Set.of("--ctstate", "--dports", "--sports", "--ports");

    private final RuleSet rules = new RuleSet();
    private final Iptables iptables = new Iptables(rules, Profile.RECORDED);

    /** A chain of the user's is there from now on, so that rules may name it. */
    void chain(String table, String chain) {
        iptables.run(List.of("-t", table, "-N", chain));
    }

    /** The one form of a rule, without its chain. */
    String canonical(String table, String chain, String rule) {
        List<String> words = Words.split(rule).orElse(List.of());
        List<String> command = new ArrayList<>(List.of("-t", table, "-A", chain));
        command.addAll(words);
        boolean read = !words.isEmpty() && iptables.run(command).status() == 0;
        String printed = read ? last(table, chain).orElse(rule) : rule;
        return sorted(Words.split(printed).orElse(List.of(printed)));
    }

    private Optional<String> last(String table, String chain) {
        return TableName.parse(table)
                .flatMap(rules::table)
                .flatMap(t -> t.chain(chain))
                .map(Chain::rules)
                .map(all -> all.getLast().toString());
    }

    /** Head, then each match with its options, sorted, then the target. */
    private static String sorted(List<String> words) {
        List<String> head = new ArrayList<>();
        List<List<String>> matches = new ArrayList<>();
        List<String> target = new ArrayList<>();
        List<String> open = head;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("-m") && open != target) {
                open = new ArrayList<>();
                matches.add(open);
            } else if (word.equals("-j") || word.equals("-g")) {
                open = target;
            }
            open.add(i > 0 && LISTS.contains(words.get(i - 1)) ? list(word) : word);
        }
        matches.replaceAll(RuleText::modern);
        String sorted = matches.stream()
                .filter(match -> !match.contains("comment") && match.size() > 2)
                .map(RuleText::joined)
                .sorted()
                .collect(Collectors.joining(" "));
        return (joined(head) + " " + sorted + " " + joined(target)).strip().replaceAll(" +", " ");
    }

    /** {@code -m state} is an older name for part of {@code -m conntrack}. */
    private static List<String> modern(List<String> match) {
        if (!match.contains("state")) {
            return match;
        }
        List<String> modern = new ArrayList<>();
        for (int i = 0; i < match.size(); i++) {
            String word = match.get(i);
            boolean states = i > 0 && match.get(i - 1).equals("--state");
            modern.add(
                    word.equals("state")
                            ? "conntrack"
                            : word.equals("--state") ? "--ctstate" : states ? list(word) : word);
        }
        return modern;
    }

    private static String list(String word) {
        return Arrays.stream(word.split(",")).sorted().collect(Collectors.joining(","));
    }

    private static String joined(List<String> words) {
        return words.stream().map(w -> w.contains(" ") ? '"' + w + '"' : w).collect(Collectors.joining(" "));
    }
}
