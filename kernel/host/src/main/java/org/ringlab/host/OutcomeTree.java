package org.ringlab.host;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An outcome as a plain tree in the recorded form, its keys in the recorded order. */
public final class OutcomeTree {
    private OutcomeTree() {}

    /** The whole outcome. */
    public static Map<String, @Nullable Object> of(Outcome outcome) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("case", outcome.name());
        tree.put("engine", outcome.engine());
        tree.put("probes", outcome.steps().stream().map(OutcomeTree::step).toList());
        Map<String, @Nullable Object> hosts = new LinkedHashMap<>();
        outcome.hosts().forEach((name, state) -> hosts.put(name, host(state)));
        tree.put("hosts", hosts);
        tree.put(
                "setup_errors",
                outcome.setupErrors().stream().map(OutcomeTree::failed).toList());
        outcome.log().ifPresent(lines -> tree.put("log", lines));
        return tree;
    }

    private static Map<String, @Nullable Object> step(StepOutcome step) {
        return switch (step) {
            case ProbeOutcome probe -> probe(probe);
            case StepOutcome.Ran ran -> {
                Map<String, @Nullable Object> tree = new LinkedHashMap<>();
                tree.put("id", ran.id());
                tree.put("kind", "run");
                tree.put("rc", ran.statuses());
                ran.output().ifPresent(lines -> tree.put("output", lines));
                yield tree;
            }
        };
    }

    private static Map<String, @Nullable Object> probe(ProbeOutcome probe) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("id", probe.id());
        tree.put("from", probe.from());
        tree.put("kind", probe.kind());
        tree.put("to", probe.to());
        tree.put("verdict", probe.verdict());
        ProbeOutcome.Details details = probe.details();
        details.stage().ifPresent(v -> tree.put("stage", v));
        if (!details.replies().isEmpty()) {
            tree.put("replies", details.replies());
        }
        details.status().ifPresent(v -> tree.put("status", v));
        details.body().ifPresent(v -> tree.put("body", v));
        details.replyFlags().ifPresent(v -> tree.put("reply_flags", v));
        details.replyFrom().ifPresent(v -> tree.put("reply_from", v));
        details.answer().ifPresent(v -> tree.put("answer", v));
        details.pasv().ifPresent(v -> tree.put("pasv", v));
        details.icmpFrom().ifPresent(v -> tree.put("icmp_from", v));
        List<Map<String, String>> seen = new ArrayList<>();
        for (ProbeOutcome.Seen s : probe.seenBy()) {
            Map<String, String> one = new LinkedHashMap<>();
            one.put("service", s.service());
            one.put("host", s.host());
            one.put("src", s.src());
            one.put("dst", s.dst());
            seen.add(one);
        }
        tree.put("seen_by", seen);
        return tree;
    }

    private static Map<String, @Nullable Object> host(Outcome.HostState state) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        List<Outcome.Connection> connections = state.connections();
        tree.put(
                "conntrack",
                connections == null
                        ? null
                        : connections.stream().map(OutcomeTree::connection).toList());
        Map<String, @Nullable Object> tables = new LinkedHashMap<>();
        state.tables().forEach((name, chains) -> {
            Map<String, @Nullable Object> table = new LinkedHashMap<>();
            chains.forEach((chainName, chain) -> table.put(chainName, chain(chain)));
            tables.put(name, table);
        });
        tree.put("tables", tables);
        return tree;
    }

    private static Map<String, @Nullable Object> chain(Outcome.ChainState chain) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("policy", chain.policy());
        List<List<Object>> rules = new ArrayList<>();
        for (Outcome.RuleState rule : chain.rules()) {
            rules.add(List.of(rule.text(), rule.packets(), rule.bytes()));
        }
        tree.put("rules", rules);
        if (chain.policy() != null) {
            tree.put("packets", chain.packets());
            tree.put("bytes", chain.bytes());
        }
        return tree;
    }

    private static Map<String, @Nullable Object> connection(Outcome.Connection connection) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("proto", connection.protocol());
        if (!connection.state().isEmpty()) {
            tree.put("state", connection.state());
        }
        tree.put("orig", connection.original());
        tree.put("reply", connection.reply());
        tree.put("flags", connection.flags());
        if (connection.mark() != 0) {
            tree.put("mark", connection.mark());
        }
        return tree;
    }

    private static Map<String, @Nullable Object> failed(Outcome.FailedCommand failed) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("where", failed.where());
        tree.put("host", failed.host());
        tree.put("command", failed.command());
        tree.put("rc", failed.status());
        tree.put("stderr", failed.stderr());
        return tree;
    }
}
