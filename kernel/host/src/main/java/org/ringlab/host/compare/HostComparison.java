package org.ringlab.host.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.compare.HostDump.Card;
import org.ringlab.host.compare.HostDump.ChainDump;
import org.ringlab.host.compare.HostDump.RouteLine;
import org.ringlab.host.compare.HostDump.RuleLine;

/**
 * Compares a real machine with a host of a lab by meaning, in the order in which a packet meets things: interfaces and
 * addresses, forwarding, routes, then rules, table by table. Of both sides only what the machine's text shows is looked at.
 *
 * <p>Interfaces may have other names on the machine ({@code ens33} for {@code eth0}): the addresses tell which is which.
 */
public final class HostComparison {
    /** What asks a host for all that is compared. */
    public static final String COMMANDS = "sysctl net.ipv4.ip_forward; ip addr; ip route; iptables-save";

    private static final List<String> TABLES = List.of("raw", "mangle", "nat", "filter", "security");
    private static final List<String> HOOKS = List.of("PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING");
    private static final Pattern INTERFACE_OPTION = Pattern.compile("(-[io]) (\\S+)");

    private final HostDump real;
    private final HostDump lab;
    private final Map<String, String> names;

    private HostComparison(HostDump real, HostDump lab) {
        this.real = real;
        this.lab = lab;
        names = names(real, lab);
    }

    /**
     * What came of a comparison.
     *
     * @param first the first difference; empty where all that was pasted means the same
     * @param renamed the machine's names of interfaces, with the lab's, where they differ
     */
    public record Result(Optional<Difference> first, Map<String, String> renamed) {}

    /** Compares what a machine printed with what a host of the lab printed to {@link #COMMANDS}. */
    public static Result compare(HostDump real, HostDump lab) {
        HostComparison comparison = new HostComparison(real, lab);
        Map<String, String> renamed = new LinkedHashMap<>(comparison.names);
        renamed.entrySet().removeIf(e -> e.getKey().equals(e.getValue()));
        return new Result(comparison.first(), renamed);
    }

    private Optional<Difference> first() {
        return addresses().or(this::forwarding).or(this::routes).or(this::tables);
    }

    /** The lab's name for each of the machine's interfaces whose address or network is known there. */
    private static Map<String, String> names(HostDump real, HostDump lab) {
        Map<String, String> names = new LinkedHashMap<>();
        Map<String, Card> cards = lab.cards().orElse(Map.of());
        real.cards()
                .orElse(Map.of())
                .forEach((name, card) -> card.addresses()
                        .forEach(address -> cards.forEach((own, its) -> {
                            if (its.addresses().contains(address)) {
                                names.putIfAbsent(name, own);
                            }
                        })));
        for (RouteLine route : real.routes().orElse(List.of())) {
            lab.routes().orElse(List.of()).stream()
                    .filter(r -> r.to().equals(route.to())
                            && r.via().isEmpty()
                            && route.via().isEmpty())
                    .findFirst()
                    .ifPresent(r -> names.putIfAbsent(route.dev(), r.dev()));
        }
        return names;
    }

    private String labName(String card) {
        return names.getOrDefault(card, card);
    }

    private Optional<Difference> addresses() {
        if (real.cards().isEmpty()) {
            return Optional.empty();
        }
        Map<String, Card> own = new LinkedHashMap<>();
        real.cards().get().forEach((name, card) -> own.put(labName(name), card));
        for (Map.Entry<String, Card> e : lab.cards().orElse(Map.of()).entrySet()) {
            Card card = own.getOrDefault(e.getKey(), new Card(e.getValue().up(), List.of()));
            for (String address : e.getValue().addresses()) {
                if (!card.addresses().contains(address)) {
                    return Optional.of(new Difference.AddressMissing(e.getKey(), address));
                }
            }
            for (String address : card.addresses()) {
                if (!e.getValue().addresses().contains(address)) {
                    return Optional.of(new Difference.AddressExtra(e.getKey(), address));
                }
            }
            if (card.up() != e.getValue().up()) {
                return Optional.of(new Difference.CardState(e.getKey(), card.up()));
            }
        }
        return Optional.empty();
    }

    private Optional<Difference> forwarding() {
        return real.forwards()
                .filter(on -> !lab.forwards().equals(Optional.of(on)))
                .map(Difference.Forwarding::new);
    }

    private Optional<Difference> routes() {
        if (real.routes().isEmpty()) {
            return Optional.empty();
        }
        List<RouteLine> own = real.routes().get().stream()
                .map(r -> new RouteLine(r.to(), r.kind(), r.via(), labName(r.dev())))
                .toList();
        List<RouteLine> wanted = lab.routes().orElse(List.of());
        for (RouteLine route : wanted) {
            if (!own.contains(route)) {
                return Optional.of(to(own, route)
                        .<Difference>map(other -> new Difference.RouteOther(other, route))
                        .orElseGet(() -> new Difference.RouteMissing(route)));
            }
        }
        return own.stream()
                .filter(route -> to(wanted, route).isEmpty())
                .findFirst()
                .map(Difference.RouteExtra::new);
    }

    private static Optional<RouteLine> to(List<RouteLine> routes, RouteLine like) {
        return routes.stream().filter(r -> r.to().equals(like.to())).findFirst();
    }

    private Optional<Difference> tables() {
        if (real.tables().isEmpty()) {
            return Optional.empty();
        }
        Map<String, Map<String, ChainDump>> own = real.tables().get();
        Map<String, Map<String, ChainDump>> wanted = lab.tables().orElse(Map.of());
        if (firewalld(own) && !firewalld(wanted)) {
            return Optional.of(new Difference.Firewalld());
        }
        for (String table : TABLES) {
            Optional<Difference> found =
                    table(table, own.getOrDefault(table, Map.of()), wanted.getOrDefault(table, Map.of()));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static boolean firewalld(Map<String, Map<String, ChainDump>> tables) {
        return tables.getOrDefault("filter", Map.of()).containsKey("INPUT_ZONES");
    }

    private Optional<Difference> table(String table, Map<String, ChainDump> own, Map<String, ChainDump> wanted) {
        for (String hook : HOOKS) {
            String policy = policy(own.get(hook));
            if (!policy.equals(policy(wanted.get(hook)))) {
                return Optional.of(new Difference.Policy(table, hook, policy, policy(wanted.get(hook))));
            }
        }
        Set<String> chains = new LinkedHashSet<>(HOOKS);
        chains.addAll(wanted.keySet());
        chains.addAll(own.keySet());
        for (String chain : chains) {
            boolean user = !HOOKS.contains(chain);
            if (user && own.containsKey(chain) != wanted.containsKey(chain)) {
                return Optional.of(new Difference.UserChain(table, chain, own.containsKey(chain)));
            }
            Optional<Difference> found = rules(table, chain, rules(own.get(chain)), rules(wanted.get(chain)));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static String policy(@Nullable ChainDump chain) {
        return chain == null ? "ACCEPT" : chain.policy();
    }

    private static List<RuleLine> rules(@Nullable ChainDump chain) {
        return chain == null ? List.of() : chain.rules();
    }

    private Optional<Difference> rules(String table, String chain, List<RuleLine> own, List<RuleLine> wanted) {
        List<String> meanings = own.stream().map(r -> renamed(r.meaning())).toList();
        List<String> theirs = wanted.stream().map(RuleLine::meaning).toList();
        for (int i = 0; i < Math.max(own.size(), wanted.size()); i++) {
            if (i < own.size() && i < wanted.size() && meanings.get(i).equals(theirs.get(i))) {
                continue;
            }
            int place = i + 1;
            List<String> rest = new ArrayList<>(meanings.subList(Math.min(i, own.size()), own.size()));
            boolean wantedLater = i < own.size()
                    && theirs.subList(Math.min(i, theirs.size()), theirs.size()).contains(meanings.get(i));
            if (i >= wanted.size()) {
                return Optional.of(
                        new Difference.RuleExtra(table, chain, place, own.get(i).printed()));
            }
            String rule = wanted.get(i).printed();
            int later = rest.indexOf(theirs.get(i));
            if (later > 0 && wantedLater) {
                return Optional.of(new Difference.RuleMoved(table, chain, place + later, place, rule));
            }
            if (later > 0) {
                return Optional.of(
                        new Difference.RuleExtra(table, chain, place, own.get(i).printed()));
            }
            if (i >= own.size() || wantedLater) {
                return Optional.of(new Difference.RuleMissing(table, chain, place, rule));
            }
            return Optional.of(
                    new Difference.RuleOther(table, chain, place, own.get(i).printed(), rule));
        }
        return Optional.empty();
    }

    private String renamed(String rule) {
        Matcher option = INTERFACE_OPTION.matcher(rule);
        return option.replaceAll(m -> Matcher.quoteReplacement(m.group(1) + " " + labName(m.group(2))));
    }
}
