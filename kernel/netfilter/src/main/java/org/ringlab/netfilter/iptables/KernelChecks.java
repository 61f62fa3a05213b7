package org.ringlab.netfilter.iptables;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ringlab.netfilter.rules.AddrTypeMatch;
import org.ringlab.netfilter.rules.Chain;
import org.ringlab.netfilter.rules.Hook;
import org.ringlab.netfilter.rules.IcmpMatch;
import org.ringlab.netfilter.rules.LimitMatch;
import org.ringlab.netfilter.rules.MacMatch;
import org.ringlab.netfilter.rules.Match;
import org.ringlab.netfilter.rules.MultiportMatch;
import org.ringlab.netfilter.rules.ProtocolMatch;
import org.ringlab.netfilter.rules.RejectWith;
import org.ringlab.netfilter.rules.Rule;
import org.ringlab.netfilter.rules.Table;
import org.ringlab.netfilter.rules.TableName;
import org.ringlab.netfilter.rules.Target;
import org.ringlab.netfilter.rules.TcpMatch;
import org.ringlab.netfilter.rules.UdpMatch;

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
            for (Rule rule : chain.rules()) {
                check(table.name(), rule, hooks);
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
                    for (Rule rule : chain.rules()) {
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
            if (match instanceof LimitMatch limit && limit.overflows()) {
                throw IptablesError.kernel("Numerical result out of range.");
            }
            boolean fits = switch (match) {
                case TcpMatch tcp -> protocol == 6;
                case UdpMatch udp -> protocol == 17;
                case IcmpMatch icmp -> protocol == 1;
                case MultiportMatch ports -> List.of(6, 17, 33, 132, 136).contains(protocol);
                case MacMatch mac -> !hooks.contains(Hook.OUTPUT) && !hooks.contains(Hook.POSTROUTING);
                case AddrTypeMatch kinds -> fits(kinds, hooks);
                default -> true;
            };
            if (!fits) {
                throw IptablesError.invalidArgument();
            }
        }
        if (rule.target() instanceof Target.Reject reject
                && (table != TableName.FILTER || reject.with() == RejectWith.TCP_RESET && protocol != 6)) {
            throw IptablesError.invalidArgument();
        }
    }

    private static boolean fits(AddrTypeMatch kinds, Set<Hook> hooks) {
        return switch (kinds.limit()) {
            case NONE -> true;
            case IN -> !hooks.contains(Hook.OUTPUT) && !hooks.contains(Hook.POSTROUTING);
            case OUT -> !hooks.contains(Hook.INPUT) && !hooks.contains(Hook.PREROUTING);
        };
    }
}
