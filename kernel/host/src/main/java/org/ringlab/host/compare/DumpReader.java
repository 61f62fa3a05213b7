package org.ringlab.host.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.compare.HostDump.Card;
import org.ringlab.host.compare.HostDump.ChainDump;
import org.ringlab.host.compare.HostDump.RouteLine;
import org.ringlab.host.compare.HostDump.RuleLine;

/** Reads what several commands printed one after another: every line tells by its form which of them it comes from. */
final class DumpReader {
    private static final Pattern CHAIN = Pattern.compile(":(\\S+) (\\S+)(?: \\[\\d+:\\d+])?");
    private static final Pattern RULE = Pattern.compile("(?:\\[\\d+:\\d+] )?-A (\\S+) ?(.*)");
    private static final Pattern SHORT = Pattern.compile("-([PN]) (\\S+) ?(\\S*)");
    private static final Pattern CARD = Pattern.compile("\\d+: ([^:@\\s]+)(?:@\\S+)?: <([^>]*)>.*");
    private static final Pattern ADDRESS = Pattern.compile("inet (\\d+\\.\\d+\\.\\d+\\.\\d+(?:/\\d+)?).*");
    private static final String NETWORK = "\\d+\\.\\d+\\.\\d+\\.\\d+(?:/\\d+)?";
    private static final Pattern ROUTE = Pattern.compile("(?:(unicast|blackhole|unreachable|prohibit|throw) )?(default|"
            + NETWORK + ")( via (" + NETWORK + "))?( dev (\\S+))?(?: .*)?");
    private static final Pattern FORWARDS = Pattern.compile("net\\.ipv4\\.ip_forward ?= ?(\\d)");
    private static final Pattern PROMPT = Pattern.compile("(?:\\[?[\\w.-]+@.*[#$]|[#$]) ?(.*)");
    private static final String LOOPBACK = "lo";
    /** The zero-configuration network that CentOS gives every interface. */
    private static final String LINK_LOCAL = "169.254.0.0/16";

    private final RuleText ruleText = new RuleText();
    private final Map<String, Card> cards = new LinkedHashMap<>();
    private final List<RouteLine> routes = new ArrayList<>();
    private final Map<String, Map<String, ChainDump>> tables = new LinkedHashMap<>();
    private final List<String> unread = new ArrayList<>();
    private Optional<Boolean> forwards = Optional.empty();
    private boolean sawRoutes;
    private boolean sawRules;
    private String card = "";
    private String table = "filter";
    private String command = "";

    HostDump read(String text) {
        for (String line : text.lines().map(String::strip).toList()) {
            if (!line.isEmpty() && !line.equals("COMMIT") && !rules(line) && !network(line)) {
                unread.add(line);
            }
        }
        return new HostDump(
                forwards,
                cards.isEmpty() ? Optional.empty() : Optional.of(cards),
                sawRoutes ? Optional.of(routes) : Optional.empty(),
                sawRules ? Optional.of(tables) : Optional.empty(),
                unread);
    }

    private boolean rules(String line) {
        Matcher chain = CHAIN.matcher(line);
        Matcher rule = RULE.matcher(line);
        Matcher brief = SHORT.matcher(line);
        if (line.startsWith("*") && line.length() > 1) {
            table = line.substring(1);
            tables.computeIfAbsent(table, t -> new LinkedHashMap<>());
        } else if (chain.matches()) {
            begin(chain.group(1), chain.group(2).equals("-") ? "" : chain.group(2));
        } else if (brief.matches()) {
            begin(brief.group(2), brief.group(1).equals("N") ? "" : brief.group(3));
        } else if (rule.matches()) {
            String name = rule.group(1);
            ChainDump into = begin(name, null);
            into.rules().add(new RuleLine(rule.group(2), ruleText.canonical(table, name, rule.group(2))));
        } else {
            return false;
        }
        sawRules = true;
        return true;
    }

    private ChainDump begin(String chain, @Nullable String policy) {
        if ("".equals(policy)) {
            ruleText.chain(table, chain);
        }
        Map<String, ChainDump> chains = tables.computeIfAbsent(table, t -> new LinkedHashMap<>());
        return chains.computeIfAbsent(chain, c -> new ChainDump(policy == null ? "ACCEPT" : policy, new ArrayList<>()));
    }

    private boolean network(String line) {
        Matcher name = CARD.matcher(line);
        Matcher address = ADDRESS.matcher(line);
        Matcher route = ROUTE.matcher(line);
        Matcher forward = FORWARDS.matcher(line);
        Matcher prompt = PROMPT.matcher(line);
        if (name.matches()) {
            card = name.group(1);
            boolean up = List.of(name.group(2).split(",")).contains("UP");
            if (!card.equals(LOOPBACK)) {
                cards.put(card, new Card(up, new ArrayList<>()));
            }
        } else if (address.matches()) {
            Optional.ofNullable(cards.get(card)).ifPresent(c -> c.addresses().add(prefix(address.group(1))));
        } else if (forward.matches() || command.contains("ip_forward") && line.matches("[01]")) {
            forwards = Optional.of(line.endsWith("1"));
        } else if (route.matches()) {
            route(route);
        } else if (prompt.matches()) {
            command = prompt.group(1);
            sawRules |= command.matches("(sudo )?iptables(-save|.* -S).*");
            sawRoutes |= command.matches("(sudo )?ip r(o|ou|out|oute)?( (list|show|ls|l))?");
        } else {
            return line.matches("(link/|inet6 |valid_lft |iptables-save:).*");
        }
        return true;
    }

    private void route(Matcher route) {
        sawRoutes = true;
        String kind = Optional.ofNullable(route.group(1)).orElse("unicast");
        String via = Optional.ofNullable(route.group(4)).orElse("");
        String dev =
                kind.equals("unicast") ? Optional.ofNullable(route.group(6)).orElse("") : "";
        if (!route.group(2).equals(LINK_LOCAL)) {
            routes.add(new RouteLine(prefix(route.group(2)), kind, via, dev));
        }
    }

    private static String prefix(String address) {
        return address.equals("default") || address.contains("/") ? address : address + "/32";
    }
}
