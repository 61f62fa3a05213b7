package org.ringlab.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.netfilter.iptables.Iptables;
import org.ringlab.netfilter.iptables.IptablesResult;
import org.ringlab.netfilter.iptables.Profile;
import org.ringlab.netfilter.rules.Hook;
import org.ringlab.netfilter.rules.Match;
import org.ringlab.netfilter.rules.Rule;
import org.ringlab.netfilter.rules.RuleSet;
import org.ringlab.netfilter.rules.TableName;

/**
 * What is to become of packets. Goals are read from top to bottom like rules: the first that a packet fits counts, and
 * what fits none doesn't matter.
 *
 * @param kind what is to become of them
 * @param text the packets as written: conditions in the words of a rule
 * @param alternatives the conditions; a packet fits that meets all of one alternative
 */
public record Goal(Kind kind, String text, List<List<Match>> alternatives) {
    /** What is to become of packets. */
    public enum Kind {
        /** They are let through. */
        ACCEPT,
        /** They are dropped or rejected. */
        REJECT,
        /** It doesn't matter. */
        ANY
    }

    /** Copies the list. */
    public Goal {
        alternatives = List.copyOf(alternatives);
    }

    /**
     * What came of reading a goal.
     *
     * @param goal empty where its conditions are wrong
     * @param error the complaint of {@code iptables} then
     */
    public record Parsed(Optional<Goal> goal, String error) {}

    /**
     * Reads conditions in the words of a rule of the filter table: {@code -p tcp --dport 80 -m state --state NEW}.
     *
     * @param hook the chain they could stand in
     */
    public static Parsed parse(Kind kind, String text, Hook hook) {
        RuleSet rules = new RuleSet();
        List<String> words = new ArrayList<>(List.of("-A", hook.name()));
        for (String word : text.strip().split("\\s+")) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        words.addAll(List.of("-j", "ACCEPT"));
        IptablesResult result = new Iptables(rules, Profile.RECORDED).run(words);
        if (result.status() != 0) {
            String error = result.stderr().strip();
            return new Parsed(Optional.empty(), error.lines().findFirst().orElse(error));
        }
        List<List<Match>> alternatives = new ArrayList<>();
        for (Rule rule :
                rules.touch(TableName.FILTER).chain(hook.name()).orElseThrow().rules()) {
            alternatives.add(rule.matches());
        }
        return alternatives.isEmpty()
                ? new Parsed(Optional.empty(), "no condition, but another command: " + text)
                : new Parsed(Optional.of(new Goal(kind, text.strip(), alternatives)), "");
    }
}
