package org.ringlab.checks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.Step;
import org.ringlab.host.tree.Node;
import org.ringlab.netfilter.rules.Hook;
import org.ringlab.proof.Goal;
import org.ringlab.proof.meaning.View;

/** Reads checks of what rules mean and of what they cost. */
final class ProofReader {
    static final List<String> KEYS = List.of("host", "chain", "from", "to", "answered", "goals", "same-as", "repair");

    private static final List<String> CHAINS = List.of("INPUT", "FORWARD", "OUTPUT");
    private static final List<String> HOOKS = List.of("PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING");

    private ProofReader() {}

    static Check proof(Node in, CheckTerms terms) {
        View view = view(in);
        List<Goal> goals = new ArrayList<>();
        for (Node item : in.child("goals").elements()) {
            Goal goal = goal(item, view instanceof View.AtChain at ? at.hook() : Hook.OUTPUT);
            if (goal != null) {
                goals.add(goal);
            }
        }
        String reference = in.child("same-as").text("");
        if (in.child("goals").isMissing() == in.child("same-as").isMissing()) {
            in.error("check-proof", "what is to be proven?", "give goals, or same-as: start (or commands), not both");
        }
        return new Check.Proof(terms, view, goals, reference, in.child("repair").bool(false));
    }

    private static View view(Node in) {
        boolean path = !in.child("from").isMissing();
        for (String other : path ? List.of("host", "chain") : List.of("to", "answered")) {
            if (!in.child(other).isMissing()) {
                in.child(other).error("check-view", "doesn't go with `" + (path ? "from" : "host") + "`", "either, or");
            }
        }
        if (path) {
            return new View.Path(
                    in.child("from").text(""),
                    in.child("to").text(""),
                    in.child("answered").bool(true));
        }
        String chain = Optional.ofNullable(in.child("chain").word(CHAINS, "chain of the filter table"))
                .orElse("FORWARD");
        return new View.AtChain(in.child("host").required("the host, or `from` for a whole way"), Hook.valueOf(chain));
    }

    private static @Nullable Goal goal(Node item, Hook hook) {
        Map<String, Goal.Kind> kinds = new LinkedHashMap<>();
        for (Goal.Kind kind : Goal.Kind.values()) {
            kinds.put(kind.name().toLowerCase(Locale.ROOT), kind);
        }
        item.onlyKeys(kinds.keySet());
        if (item.children().size() != 1) {
            item.error("check-goal", "a goal has one key", "accept, reject or any, then conditions as in a rule");
            return null;
        }
        Map.Entry<String, Node> only = item.children().entrySet().iterator().next();
        Goal.Kind kind = kinds.get(only.getKey());
        if (kind == null) {
            return null;
        }
        Goal.Parsed parsed = Goal.parse(kind, only.getValue().text(""), hook);
        if (parsed.goal().isEmpty()) {
            only.getValue().error("check-goal", parsed.error(), "conditions as in a rule: -p tcp --dport 80");
        }
        return parsed.goal().orElse(null);
    }

    static Check cost(Node in, CheckTerms terms, List<Step> traffic) {
        if (traffic.isEmpty()) {
            in.child("traffic").error("check-cost", "missing: the traffic that is counted", "a list of probes");
        }
        String most = in.child("at-most").required("how many comparisons: 40, or a share of those at the start: 60%");
        boolean relative = most.endsWith("%");
        String digits = relative ? most.substring(0, most.length() - 1) : most;
        boolean good = digits.matches("\\d{1,6}");
        if (!good && !most.isEmpty()) {
            in.child("at-most").error("check-cost", "`" + most + "` is no number of comparisons", "40, or 60%");
        }
        String count = in.child("count").word(List.of("rules", "matches"), "thing to count");
        return new Check.Cost(
                terms,
                traffic,
                in.child("host").required("the host"),
                in.child("chain").word(HOOKS, "chain"),
                "matches".equals(count),
                good ? Integer.parseInt(digits) : 0,
                relative);
    }
}
