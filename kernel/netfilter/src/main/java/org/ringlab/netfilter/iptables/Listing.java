package org.ringlab.netfilter.iptables;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
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
    private static final String ANYWHERE = "0.0.0.0/0";
    /** ICMP, TCP, UDP, ESP, AH, ICMPv6, SCTP, mobility headers, UDP-Lite: the protocols named even with {@code -n}. */
    private static final Set<Integer> NAMED_PROTOCOLS = Set.of(1, 6, 17, 50, 51, 58, 132, 135, 136);

    private final boolean verbose;
    private final boolean numeric;
    private final boolean exact;
    private final boolean lineNumbers;
    private final StringBuilder s = new StringBuilder();

    private Listing(Command command) {
        verbose = command.output().verbose();
        numeric = command.output().numeric();
        exact = command.output().exact();
        lineNumbers = command.output().lineNumbers();
    }

    /** The chains asked for, or one rule of one chain. */
    static String of(Table table, List<Chain> chains, Command command) {
        Listing listing = new Listing(command);
        for (int i = 0; i < chains.size(); i++) {
            if (command.ruleNumber() == 0) {
                listing.s.append(i > 0 ? "\n" : "");
                listing.header(table, chains.get(i));
            }
            List<Rule> rules = chains.get(i).rules();
            for (int n = 1; n <= rules.size(); n++) {
                if (command.ruleNumber() == 0 || command.ruleNumber() == n) {
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
                            ? String.format(Locale.ROOT, "%8d %8d ", counters.packets(), counters.bytes())
                            : number(counters.packets()) + " " + number(counters.bytes()) + " ");
        }
        s.append(String.format(Locale.ROOT, "%-9s ", rule.target().name()));
        s.append(protocolSign(rule));
        s.append(String.format(Locale.ROOT, "%-4s %s ", protocol(rule, numeric), fragments(rule)));
        if (verbose) {
            String any = numeric ? "*" : "any";
            s.append(String.format(Locale.ROOT, " %-6s %-6s ", iface(rule, true, any), iface(rule, false, any)));
        }
        String anywhere = numeric ? ANYWHERE : "anywhere";
        s.append(sign(rule, true)).append(String.format(Locale.ROOT, "%-20s", addressText(rule, true, anywhere)));
        s.append(sign(rule, false)).append(String.format(Locale.ROOT, "%-20s", addressText(rule, false, anywhere)));
        modules(s, rule, numeric);
    }

    private static String iface(Rule rule, boolean in, String any) {
        for (Match match : rule.matches()) {
            if (match instanceof InterfaceMatch m && m.in() == in) {
                return (m.inverted() ? "!" : "") + m.pattern();
            }
        }
        return any;
    }

    private static Optional<AddressMatch> address(Rule rule, boolean source) {
        return rule.matches().stream()
                .flatMap(m -> m instanceof AddressMatch a && a.source() == source ? Stream.of(a) : Stream.empty())
                .findFirst();
    }

    /** The sign of an inverted address, or the blank in its place. */
    private static char sign(Rule rule, boolean source) {
        return address(rule, source).filter(AddressMatch::inverted).isPresent() ? '!' : ' ';
    }

    private static String addressText(Rule rule, boolean source, String any) {
        return address(rule, source)
                .filter(m -> !m.mask().equals(Ipv4Address.ANY))
                .map(m -> m.mask().equals(Ipv4Address.BROADCAST)
                        ? m.address().toString()
                        : m.text().substring(m.text().lastIndexOf(' ') + 1))
                .orElse(any);
    }

    private static String fragments(Rule rule) {
        return rule.find(FragmentMatch.class)
                .map(f -> f.inverted() ? "!f" : "-f")
                .orElse("--");
    }

    /** A protocol's name; where names are not asked for, one of the few that iptables itself knows, or the number. */
    private static String protocol(Rule rule, boolean numeric) {
        Optional<Integer> number = rule.find(ProtocolMatch.class).map(ProtocolMatch::protocol);
        return number.map(n -> numeric && !NAMED_PROTOCOLS.contains(n) ? Integer.toString(n) : ProtocolNames.name(n))
                .orElse("all");
    }

    private static char protocolSign(Rule rule) {
        return rule.find(ProtocolMatch.class).filter(ProtocolMatch::inverted).isPresent() ? '!' : ' ';
    }

    private static void modules(StringBuilder s, Rule rule, boolean numeric) {
        s.append(rule.target() instanceof Target.Goto ? "[goto] " : "");
        for (Match match : rule.matches()) {
            String part = match.listing(numeric);
            s.append(part.isEmpty() ? "" : " " + part);
        }
        String part = rule.target().listing(numeric);
        s.append(part.isEmpty() ? "" : " " + part).append('\n');
    }

    /** A rule as {@code -v} prints it before {@code -A -I -R -D -C}: everything, in no columns. */
    static String oneLine(Rule rule) {
        StringBuilder s = new StringBuilder(rule.target().name()).append(' ');
        s.append(protocolSign(rule)).append(protocol(rule, true));
        s.append(" opt ").append(fragments(rule));
        s.append(" in ").append(iface(rule, true, "*"));
        s.append(" out ").append(iface(rule, false, "*"));
        s.append(' ').append(sign(rule, true)).append(addressText(rule, true, ANYWHERE));
        s.append(' ').append(sign(rule, false)).append("-> ").append(addressText(rule, false, ANYWHERE));
        s.append("  ");
        modules(s, rule, true);
        return s.toString();
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
