package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.route.RoutingRule;
import org.ringlab.netfilter.route.RoutingRule.Action;
import org.ringlab.netfilter.route.RoutingRules;
import org.ringlab.netfilter.stack.Routing;

/** {@code ip rule}: which packets ask which routing table. */
final class IpRule {
    private static final int MISUSE = 255;
    private static final Set<String> VALUED = Set.of(
            "from",
            "to",
            "iif",
            "dev",
            "oif",
            "fwmark",
            "table",
            "lookup",
            "priority",
            "preference",
            "pref",
            "prio",
            "order",
            "tos",
            "dsfield",
            "realms",
            "protocol",
            "tun_id",
            "suppress_prefixlength",
            "type");

    private final Session session;
    private final Streams io;
    private final Routing routing;

    IpRule(Session session, Streams io) {
        this.session = session;
        this.io = io;
        routing = session.machine().stack().routing();
    }

    int run(List<String> args) {
        List<String> words = new ArrayList<>(args);
        String word = words.isEmpty() ? "show" : words.remove(0);
        return switch (IpCommand.verb(word, "list", "lst", "show", "add", "delete", "flush", "help")) {
            case "list", "lst", "show" -> show(words);
            case "add" -> change(words, true);
            case "delete" -> change(words, false);
            case "flush" -> {
                routing.rules().flush();
                yield 0;
            }
            default -> IpCommand.unknownCommand(io, word, "rule");
        };
    }

    private int show(List<String> words) {
        Optional<Integer> table = words.size() > 1 && List.of("table", "lookup").contains(words.get(0))
                ? RouteTables.number(session, words.get(1))
                : Optional.empty();
        for (RoutingRule rule : routing.rules().all()) {
            if (table.isEmpty() || rule.action() == Action.LOOKUP && rule.table() == table.get()) {
                io.out().line(rule.priority() + ":\t" + rule.text(RouteTables.name(session, rule.table())));
            }
        }
        return 0;
    }

    private int change(List<String> args, boolean adds) {
        if (args.isEmpty()) {
            io.err().line("\"ip rule " + (adds ? "add" : "del") + "\" requires arguments.");
            return 1;
        }
        boolean inverted = false;
        @Nullable Ipv4Prefix from = null;
        @Nullable Ipv4Prefix to = null;
        String iif = "";
        String oif = "";
        int mark = 0;
        int mask = 0;
        int priority = -1;
        Action action = Action.LOOKUP;
        int table = -1;
        IpWords words = new IpWords(args, IpKeywords.RULE, VALUED);
        while (words.next()) {
            String word = words.word();
            switch (word) {
                case "not" -> inverted = true;
                case "from", "to" -> {
                    Optional<Ipv4Prefix> prefix = IpWords.prefix(words.value(), true, io);
                    if (prefix.isEmpty()) {
                        return 1;
                    }
                    Ipv4Prefix network =
                            prefix.get().length() == 0 ? null : prefix.get().network();
                    from = word.equals("from") ? network : from;
                    to = word.equals("to") ? network : to;
                }
                case "iif", "dev" -> iif = words.value();
                case "oif" -> oif = words.value();
                case "fwmark" -> {
                    String text = words.value();
                    String[] parts = text.split("/", 2);
                    Optional<Integer> value = IpWords.unsigned(parts[0]);
                    Optional<Integer> bits = parts.length == 2 ? IpWords.unsigned(parts[1]) : Optional.of(-1);
                    if (value.isEmpty() || bits.isEmpty()) {
                        return IpCommand.wrong(io, text, "fwmark value is invalid");
                    }
                    mark = value.get();
                    mask = bits.get();
                }
                case "priority", "preference", "pref", "prio", "order" -> {
                    String text = words.value();
                    Optional<Integer> number = Texts.number(text).filter(n -> n >= 0);
                    if (number.isEmpty()) {
                        return IpCommand.wrong(io, text, "preference value is invalid");
                    }
                    priority = number.get();
                }
                case "table", "lookup" -> {
                    String text = words.value();
                    Optional<Integer> number = RouteTables.number(session, text);
                    if (number.isEmpty()) {
                        return IpCommand.wrong(io, text, "invalid table ID\n");
                    }
                    table = number.get();
                }
                case "unreachable", "prohibit", "blackhole" -> action = Action.valueOf(word.toUpperCase(Locale.ROOT));
                case "tos",
                        "dsfield",
                        "realms",
                        "protocol",
                        "tun_id",
                        "suppress_prefixlength",
                        "type",
                        "goto",
                        "nop",
                        "nat",
                        "l3mdev",
                        "uidrange",
                        "ipproto",
                        "sport",
                        "dport" -> {
                    io.err().line("ip: not simulated: ip rule … " + word);
                    return 1;
                }
                default -> {
                    return IpCommand.wrong(io, words.typed(), "Failed to parse rule type");
                }
            }
        }
        if (words.isIncomplete()) {
            return IpCommand.incomplete(io);
        }
        int chosen = table < 0 ? action == Action.LOOKUP ? Routing.MAIN : 0 : table;
        RoutingRule rule =
                new RoutingRule(Math.max(0, priority), inverted, from, to, iif, oif, mark, mask, action, chosen);
        return adds ? add(rule, priority < 0) : delete(rule, priority < 0, table < 0 && action == Action.LOOKUP);
    }

    private int add(RoutingRule rule, boolean anywhere) {
        RoutingRules rules = routing.rules();
        if (!anywhere && rules.all().contains(rule)) {
            return IpCommand.refused(session, io, "", "EEXIST");
        }
        rules.add(anywhere ? rule.withPriority(rules.nextPriority()) : rule);
        return 0;
    }

    private int delete(RoutingRule words, boolean anyPriority, boolean anyTarget) {
        boolean priorityOnly = words.equals(RoutingRule.forAll(words.priority(), Routing.MAIN)) && anyTarget;
        boolean gone = routing.rules()
                .remove(r -> priorityOnly && !anyPriority
                        ? r.priority() == words.priority()
                        : r.has(words, anyPriority, anyTarget));
        return gone ? 0 : IpCommand.refused(session, io, "", "ENOENT");
    }
}
