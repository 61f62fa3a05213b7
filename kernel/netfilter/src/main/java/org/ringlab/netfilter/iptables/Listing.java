package org.ringlab.netfilter.iptables;

import java.util.List;
import java.util.Locale;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.rules.AddressMatch;
import org.ringlab.netfilter.rules.Chain;
import org.ringlab.netfilter.rules.Counters;
import org.ringlab.netfilter.rules.FragmentMatch;
import org.ringlab.netfilter.rules.InterfaceMatch;
import org.ringlab.netfilter.rules.Match;
import org.ringlab.netfilter.rules.ProtocolMatch;
import org.ringlab.netfilter.rules.ProtocolNames;
import org.ringlab.netfilter.rules.Rule;
import org.ringlab.netfilter.rules.Table;
import org.ringlab.netfilter.rules.Target;

/** {@code iptables -L}: the columns of iptables.c's {@code print_firewall}, protocols by name as 1.4.21 prints them. */
final class Listing {
    private final boolean verbose;
    private final boolean numeric;
    private final boolean exact;
    private final boolean lineNumbers;
    private final StringBuilder s = new StringBuilder();

    private Listing(Command command) {
        verbose = command.verbose > 0;
        numeric = command.numeric;
        exact = command.exact;
        lineNumbers = command.lineNumbers;
    }

    /** The chains asked for, or one rule of one chain. */
    static String of(Table table, List<Chain> chains, Command command) {
        Listing listing = new Listing(command);
        for (int i = 0; i < chains.size(); i++) {
            if (command.ruleNumber == 0) {
                listing.s.append(i > 0 ? "\n" : "");
                listing.header(table, chains.get(i));
            }
            List<Rule> rules = chains.get(i).rules();
            for (int n = 1; n <= rules.size(); n++) {
                if (command.ruleNumber == 0 || command.ruleNumber == n) {
                    listing.rule(n, rules.get(n - 1));
                }
            }
        }
        return listing.s.toString();
    }

    private void header(Table table, Chain chain) {
        s.append("Chain ").append(chain.name()).append(" (");
        if (chain.isBuiltIn()) {
            s.append("policy ").append(chain.policyText());
            if (verbose) {
                s.append(' ').append(plain(chain.policyCounters().packets())).append(" packets, ");
                s.append(plain(chain.policyCounters().bytes())).append(" bytes");
            }
        } else {
            s.append(table.references(chain.name())).append(" references");
        }
        s.append(")\n");
        s.append(lineNumbers ? "num  " : "");
        if (verbose) {
            s.append(exact ? "    pkts      bytes " : " pkts bytes ");
        }
        s.append("target     prot opt ");
        s.append(verbose ? "in     out     " : "");
        s.append("source               destination         \n");
    }

    private void rule(int number, Rule rule) {
        if (lineNumbers) {
            s.append(String.format(Locale.ROOT, "%-4d ", number));
        }
        if (verbose) {
            Counters counters = rule.counters();
            s.append(
                    exact
                            ? String.format(Locale.ROOT, "%8d %10d ", counters.packets(), counters.bytes())
                            : number(counters.packets()) + " " + number(counters.bytes()) + " ");
        }
        s.append(String.format(Locale.ROOT, "%-9s ", rule.target().name()));
        var protocol = rule.find(ProtocolMatch.class);
        s.append(protocol.filter(ProtocolMatch::inverted).isPresent() ? '!' : ' ');
        s.append(String.format(
                Locale.ROOT,
                "%-5s",
                protocol.map(p -> ProtocolNames.name(p.protocol())).orElse("all")));
        s.append(rule.find(FragmentMatch.class)
                .map(f -> f.inverted() ? "!f" : "-f")
                .orElse("--"));
        s.append("  ");
        if (verbose) {
            s.append(String.format(Locale.ROOT, "%-6s %-6s  ", iface(rule, true), iface(rule, false)));
        }
        s.append(address(rule, true)).append(' ').append(address(rule, false));
        s.append(rule.target() instanceof Target.Goto ? "[goto] " : "");
        for (Match match : rule.matches()) {
            String part = match.listing(numeric);
            s.append(part.isEmpty() ? "" : " " + part);
        }
        String part = rule.target().listing(numeric);
        s.append(part.isEmpty() ? "" : " " + part).append('\n');
    }

    private String iface(Rule rule, boolean in) {
        for (Match match : rule.matches()) {
            if (match instanceof InterfaceMatch m && m.in() == in) {
                return (m.inverted() ? "!" : "") + m.pattern();
            }
        }
        return numeric ? "*" : "any";
    }

    private String address(Rule rule, boolean source) {
        String sign = " ";
        String text = numeric ? "0.0.0.0/0" : "anywhere";
        for (Match match : rule.matches()) {
            if (match instanceof AddressMatch m && m.source() == source) {
                sign = m.inverted() ? "!" : " ";
                text = m.mask().equals(Ipv4Address.ANY)
                        ? text
                        : m.mask().equals(Ipv4Address.BROADCAST)
                                ? m.address().toString()
                                : m.text().substring(m.text().lastIndexOf(' ') + 1);
            }
        }
        // The sign stands in the blank before the column.
        if (s.charAt(s.length() - 1) == ' ') {
            s.setLength(s.length() - 1);
        }
        return sign + String.format(Locale.ROOT, "%-20s", text);
    }

    private String plain(long value) {
        return exact ? Long.toUnsignedString(value) : number(value).trim();
    }

    /** Five columns: above 99999 in K, M, G or T, rounded as xshared.c's {@code xtables_print_num} does. */
    private static String number(long value) {
        if (value <= 99_999) {
            return String.format(Locale.ROOT, "%5d", value);
        }
        long rest = (value + 500) / 1000;
        for (String unit : List.of("K", "M", "G")) {
            if (rest <= 9999) {
                return String.format(Locale.ROOT, "%4d%s", rest, unit);
            }
            rest = (rest + 500) / 1000;
        }
        return String.format(Locale.ROOT, "%4dT", rest);
    }
}
