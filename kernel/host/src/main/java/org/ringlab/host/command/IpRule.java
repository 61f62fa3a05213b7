package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.Profile;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.route.RoutingRule;
import org.ringlab.netfilter.route.RoutingRule.Action;
import org.ringlab.netfilter.route.RoutingRules;
import org.ringlab.netfilter.stack.NetStack;
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
    private final IpCommand.Style style;
    private final Routing routing;

    IpRule(Session session, Streams io, IpCommand.Style style) {
        this.session = session;
        this.io = io;
        this.style = style;
        routing = session.machine().stack().routing();
    }

    int run(List<String> args) {
        List<String> words = new ArrayList<>(args);
        String word = words.isEmpty() ? "show" : words.remove(0);
        return switch (IpCommand.verb(word, "list", "lst", "show", "add", "delete", "flush", "help")) {
            case "list", "lst", "show" -> show(words);
            case "add" -> change(words, true);
            case "delete" -> change(words, false);
            case "flush" -> flush(words);
            default -> IpCommand.unknownCommand(io, word, "rule");
        };
    }

    private int show(List<String> args) {
        IpWords words = new IpWords(args, IpKeywords.RULE, VALUED);
        Optional<Predicate<RoutingRule>> wanted = selection(words);
        if (wanted.isEmpty()) {
            return words.status();
        }
        NetStack stack = session.machine().stack();
        routing.rules().all().stream().filter(wanted.get()).forEach(rule -> {
            String text = rule.text(
                    RouteTables.name(session, rule.table()),
                    name -> stack.findInterface(name).isPresent());
            io.out().line(rule.priority() + ":\t" + text + (style.details() ? protocol(rule) : ""));
        });
        return 0;
    }

    /** Who made a rule, as {@code -d} tells it: since Linux 4.17, and {@code ip} itself says nobody did. */
    private String protocol(RoutingRule rule) {
        if (session.machine().profile() == Profile.CENTOS7) {
            return "";
        }
        return RoutingRules.FIRST.contains(rule) ? " proto kernel" : " proto unspec";
    }

    private int flush(List<String> args) {
        IpWords words = new IpWords(args, IpKeywords.RULE, VALUED);
        Optional<Predicate<RoutingRule>> wanted = selection(words);
        wanted.ifPresent(routing.rules()::flush);
        return words.status();
    }

    /** Which rules are meant ({@code filter_nlmsg}); empty after a complaint, and the words have its status. */
    private Optional<Predicate<RoutingRule>> selection(IpWords words) {
        Predicate<RoutingRule> wanted = rule -> true;
        while (words.next()) {
            String word = words.word();
            switch (word) {
                case "not" -> wanted = wanted.and(RoutingRule::inverted);
                case "iif", "dev" -> {
                    String name = words.value();
                    wanted = wanted.and(rule -> rule.iif().equals(name));
                }
                case "oif" -> {
                    String name = words.value();
                    wanted = wanted.and(rule -> rule.oif().equals(name));
                }
                case "priority", "preference", "pref", "prio", "order" -> {
                    Optional<Integer> number = IpWords.unsigned(words.value());
                    if (number.isEmpty()) {
                        return words.fail(IpCommand.wrong(io, words.last(), "preference value is invalid\n"));
                    }
                    wanted = wanted.and(rule -> rule.priority() == number.get());
                }
                case "table", "lookup" -> {
                    Optional<Integer> number = RouteTables.number(session, words.value());
                    if (number.isEmpty()) {
                        return words.fail(IpCommand.wrong(io, words.last(), "table id value is invalid\n"));
                    }
                    wanted = wanted.and(rule -> rule.action() == Action.LOOKUP && rule.table() == number.get());
                }
                case "fwmark", "tos", "dsfield", "tun_id", "protocol", "type", "realms", "l3mdev", "uidrange" -> {
                    return words.fail(IpCommand.notSimulated(io, "ip rule show " + word));
                }
                default -> {
                    boolean from = word.equals("from");
                    Optional<Ipv4Prefix> network =
                            IpWords.network(from || word.equals("to") ? words.value() : words.typed());
                    if (network.isEmpty()) {
                        io.err().line("Error: inet prefix is expected rather than \"" + words.last() + "\".");
                        return words.fail(1);
                    }
                    wanted = wanted.and(rule -> within(from ? rule.from() : rule.to(), network.get()));
                }
            }
        }
        return words.isIncomplete() ? words.fail(IpCommand.incomplete(io)) : Optional.of(wanted);
    }

    private static boolean within(@Nullable Ipv4Prefix inner, Ipv4Prefix outer) {
        return inner != null && inner.length() >= outer.length() && outer.contains(inner.address());
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
                        return IpCommand.wrong(io, text, "fwmark value is invalid\n");
                    }
                    mark = value.get();
                    mask = bits.get();
                }
                case "priority", "preference", "pref", "prio", "order" -> {
                    String text = words.value();
                    Optional<Integer> number = Texts.number(text).filter(n -> n >= 0);
                    if (number.isEmpty()) {
                        return IpCommand.wrong(io, text, "preference value is invalid\n");
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
        RoutingRule placed = anywhere ? rule.withPriority(rules.nextPriority()) : rule;
        if (rules.all().contains(placed)) {
            return IpCommand.refused(session, io, "", "EEXIST");
        }
        rules.add(placed);
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
