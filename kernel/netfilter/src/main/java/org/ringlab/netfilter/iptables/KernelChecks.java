package org.ringlab.netfilter.iptables;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ringlab.netfilter.rules.Chain;
import org.ringlab.netfilter.rules.Hook;
import org.ringlab.netfilter.rules.Match;
import org.ringlab.netfilter.rules.ProtocolMatch;
import org.ringlab.netfilter.rules.Rule;
import org.ringlab.netfilter.rules.Table;
import org.ringlab.netfilter.rules.TableName;
import org.ringlab.netfilter.rules.TrackingTarget;

/** What the kernel refuses when a table is put in place ({@code translate_table} and the modules' checkentry). */
final class KernelChecks {
    private KernelChecks() {}

    /** Complains with the kernel's error about the first thing wrong with a table. */
    static void check(Table table) throws IptablesError {
        if (table.hasLoop()) {
            throw IptablesError.kernel("Too many levels of symbolic links.");
        }
        Map<String, Set<Hook>> reached = reached(table);
        for (Chain chain : table.chains()) {
            Set<Hook> hooks = reached.getOrDefault(chain.name(), EnumSet.noneOf(Hook.class));
            for (int i = 0; i < chain.rules().size(); i++) {
                // Where no packet comes, no hook is wrong.
                Set<Hook> here = i < chain.reachable() ? hooks : EnumSet.noneOf(Hook.class);
                check(table.name(), chain.rules().get(i), here);
            }
        }
    }

    /** From which hooks packets can come into each chain. */
    private static Map<String, Set<Hook>> reached(Table table) {
        Map<String, Set<Hook>> reached = new HashMap<>();
        for (Hook hook : table.name().hooks()) {
            Deque<String> todo = new ArrayDeque<>(List.of(hook.name()));
            while (!todo.isEmpty()) {
                String name = todo.pop();
                if (!reached.computeIfAbsent(name, n -> EnumSet.noneOf(Hook.class))
                        .add(hook)) {
                    continue;
                }
                table.chain(name).ifPresent(chain -> {
                    for (Rule rule : chain.rules().subList(0, chain.reachable())) {
                        rule.target().leadsTo().ifPresent(todo::push);
                    }
                });
            }
        }
        return reached;
    }

    private static void check(TableName table, Rule rule, Set<Hook> hooks) throws IptablesError {
        int protocol = rule.find(ProtocolMatch.class)
                .filter(p -> !p.inverted())
                .map(ProtocolMatch::protocol)
                .orElse(0);
        for (Match match : rule.matches()) {
            if (!match.inRange()) {
                throw IptablesError.kernel("Numerical result out of range.");
            }
            if (!match.isKnown()) {
                throw IptablesError.noSuchChain();
            }
            if (!match.acceptedIn(table) || !match.accepted(protocol, hooks)) {
                throw IptablesError.invalidArgument();
            }
        }
        if (rule.target() instanceof TrackingTarget.Ct ct && table == TableName.RAW && !ct.helperIsFor(protocol)) {
            throw IptablesError.noSuchChain();
        }
        if (rule.target() instanceof TrackingTarget.Ct ct
                && table == TableName.RAW
                && !ct.notrack()
                && !ct.timeout().isEmpty()) {
            // xt_ct_set_timeout: it wants to know for which protocol, and then finds no policy of that name
            throw protocol == 0 ? IptablesError.invalidArgument() : IptablesError.noSuchChain();
        }
        if (!rule.target().accepted(table, protocol, hooks) || !rule.target().accepted(rule)) {
            throw IptablesError.invalidArgument();
        }
    }
}
