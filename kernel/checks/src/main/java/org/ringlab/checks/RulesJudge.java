package org.ringlab.checks;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.CommandResult;
import org.ringlab.host.Lab;

/**
 * Judges what a chain holds, by what {@code iptables-save} prints of it.
 *
 * <p>{@link Observation#found} is {@code as-asked}, {@code no-chain}, {@code policy}, {@code missing}, {@code
 * wrong-order}, {@code wrong-position}, {@code not-last} or {@code other-rules}.
 */
final class RulesJudge {
    private RulesJudge() {}

    static Finding judge(Check.Rules check, Lab lab) {
        if (!lab.hasHost(check.host())) {
            return Finding.noHost(check.host());
        }
        CommandResult saved = lab.run(check.host(), "iptables-save -t " + check.table());
        String policy = null;
        List<String> rules = new ArrayList<>();
        for (String line : saved.stdout().lines().toList()) {
            if (line.startsWith(":" + check.chain() + " ")) {
                policy = line.split(" ")[1];
            } else if (line.startsWith("-A " + check.chain() + " ")) {
                rules.add(line.substring(("-A " + check.chain() + " ").length()).strip());
            }
        }
        String found = compare(check, policy == null ? "" : policy, rules);
        Observation seen =
                new Observation(check.host(), found, String.join("\n", rules), null, strayRule(check, found, rules));
        return Finding.of(found.equals("as-asked"), seen);
    }

    private static String compare(Check.Rules check, String policy, List<String> rules) {
        if (check.policy() != null && !check.policy().equals(policy)) {
            return policy.isEmpty() ? "no-chain" : "policy";
        }
        if (!rules.containsAll(check.rules())) {
            return "missing";
        }
        List<Integer> places = inOrder(check.rules(), rules);
        if (places.size() < check.rules().size()) {
            return "wrong-order";
        }
        if (check.exactly() && rules.size() != check.rules().size()) {
            return "other-rules";
        }
        if (check.position() > 0 && !places.isEmpty() && places.getFirst() != check.position() - 1) {
            return "wrong-position";
        }
        if (check.last()
                && !places.isEmpty()
                && !rules.getLast().equals(check.rules().getLast())) {
            return "not-last";
        }
        return "as-asked";
    }

    /** Places of the wanted rules, each behind the one before; shorter where that can't be had. */
    private static List<Integer> inOrder(List<String> wanted, List<String> rules) {
        List<Integer> places = new ArrayList<>();
        int from = 0;
        for (String rule : wanted) {
            int place = rules.subList(from, rules.size()).indexOf(rule);
            if (place < 0) {
                return places;
            }
            places.add(from + place);
            from += place + 1;
        }
        return places;
    }

    /** The rule to point at: the first that wasn't asked for, or the last where another one should be last. */
    private static @Nullable Decision strayRule(Check.Rules check, String found, List<String> rules) {
        if (found.equals("as-asked") || found.equals("policy") || found.equals("no-chain")) {
            return null;
        }
        for (int i = 0; i < rules.size(); i++) {
            boolean stray = found.equals("not-last")
                    ? i == rules.size() - 1
                    : !check.rules().contains(rules.get(i));
            if (stray) {
                return new Decision(check.host(), check.table(), check.chain(), i + 1, rules.get(i));
            }
        }
        return null;
    }
}
