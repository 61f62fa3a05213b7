package org.ringlab.netfilter.iptables;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.netfilter.rules.RuleSet;

/** Tries rules and saved rule sets on an empty rule set: {@code ringlab iptables check} and {@code resave}. */
public final class IptablesCheck {
    private IptablesCheck() {}

    /**
     * What became of a rule.
     *
     * @param ok whether it was accepted
     * @param save as {@code iptables-save} prints it without {@code -A CHAIN}; empty where it wasn't accepted
     * @param error the real error where it wasn't accepted
     */
    public record Row(boolean ok, Optional<String> save, String error) {}

    /** Appends {@code rule}, words as a shell would split them, to each of the chains; the first answer that differs wins. */
    public static Row check(String table, List<String> chains, String rule) {
        Row row = new Row(true, Optional.of(""), "");
        for (String chain : chains) {
            row = check(table, chain, rule);
            if (!row.ok()) {
                return row;
            }
        }
        return row;
    }

    private static Row check(String table, String chain, String rule) {
        RuleSet rules = new RuleSet();
        List<String> words = new ArrayList<>(List.of("-t", table, "-A", chain));
        words.addAll(WordSplitter.split(rule));
        IptablesResult result = new Iptables(rules, Profile.RECORDED).run(words);
        if (result.status() != 0) {
            return new Row(false, Optional.empty(), result.stderr());
        }
        String head = "-A " + chain;
        String saved = IptablesSave.run(rules, List.of("-t", table), Profile.RECORDED, "")
                .stdout()
                .lines()
                .filter(line -> line.startsWith(head))
                .findFirst()
                .orElse(head);
        return new Row(true, Optional.of(saved.substring(head.length()).strip()), "");
    }

    /** Restores a saved rule set and saves it again, counters zeroed; or the real error with its line and status. */
    public static IptablesResult resave(String dump) {
        RuleSet rules = new RuleSet();
        IptablesResult restored = IptablesRestore.run(rules, List.of(), dump, Profile.RECORDED);
        return restored.status() == 0 ? IptablesSave.run(rules, List.of(), Profile.RECORDED, "") : restored;
    }
}
