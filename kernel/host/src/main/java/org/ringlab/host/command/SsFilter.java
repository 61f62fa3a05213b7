package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.rules.ServiceNames;

/** What stands behind the options of {@code ss}: states, and an expression about both ends (misc/ssfilter.y). */
final class SsFilter {
    private static final Set<String> ALL_STATES = Set.of(
            "established",
            "syn-sent",
            "syn-recv",
            "fin-wait-1",
            "fin-wait-2",
            "time-wait",
            "closed",
            "close-wait",
            "last-ack",
            "listening",
            "closing");

    private static final Map<String, Set<String>> GROUPS = Map.of(
            "all", ALL_STATES,
            "connected", without("listening", "closed"),
            "synchronized", without("listening", "closed", "syn-sent"),
            "bucket", Set.of("syn-recv", "time-wait"),
            "big", without("syn-recv", "time-wait"));

    /** One end of a socket. */
    record End(Ipv4Address address, int port) {}

    /** A socket as the filter sees it; {@code state} in the filter's own words. */
    record Socket(String state, End local, End peer) {}

    /** What is wrong with a filter. */
    static final class Mistake extends Exception {
        private static final long serialVersionUID = 1L;

        Mistake(String message) {
            super(message);
        }
    }

    private final List<String> words;
    private int at;
    private Set<String> states = Set.of();

    private SsFilter(List<String> words) {
        this.words = words;
    }

    /**
     * A filter that was read.
     *
     * @param states those that are meant; none where nothing is said of them
     * @param meets whether a socket's ends are meant
     */
    record Read(Set<String> states, Predicate<Socket> meets) {}

    static Read read(List<String> args) throws Mistake {
        List<String> words = new ArrayList<>();
        for (String arg : args) {
            String apart = arg.replace("(", " ( ").replace(")", " ) ").replaceAll("([!<>=]+)", " $1 ");
            for (String word : apart.strip().split("\\s+")) {
                if (!word.isEmpty()) {
                    words.add(word);
                }
            }
        }
        SsFilter filter = new SsFilter(words);
        filter.states();
        Predicate<Socket> meets = words.size() == filter.at ? s -> true : filter.either();
        if (filter.at < words.size()) {
            throw new Mistake("ss: bison bellows (while parsing filter): \"syntax error!\" Sorry.");
        }
        return new Read(filter.states, meets);
    }

    private static Set<String> without(String... left) {
        return ALL_STATES.stream().filter(s -> !Set.of(left).contains(s)).collect(Collectors.toSet());
    }

    private void states() throws Mistake {
        while (at < words.size() && Set.of("state", "exclude", "excl").contains(words.get(at))) {
            boolean excludes = !words.get(at++).equals("state");
            String name = next();
            Set<String> meant = GROUPS.getOrDefault(name, ALL_STATES.contains(name) ? Set.of(name) : Set.of());
            if (meant.isEmpty()) {
                throw new Mistake("ss: wrong state name: " + name);
            }
            Set<String> before = states;
            states = excludes
                    ? (before.isEmpty() ? ALL_STATES : before)
                            .stream().filter(s -> !meant.contains(s)).collect(Collectors.toSet())
                    : Stream.concat(before.stream(), meant.stream()).collect(Collectors.toSet());
        }
    }

    private Predicate<Socket> either() throws Mistake {
        Predicate<Socket> left = both();
        while (at < words.size() && Set.of("or", "|", "||").contains(words.get(at))) {
            at++;
            left = left.or(both());
        }
        return left;
    }

    private Predicate<Socket> both() throws Mistake {
        Predicate<Socket> left = one();
        while (at < words.size() && !Set.of("or", "|", "||", ")").contains(words.get(at))) {
            if (Set.of("and", "&", "&&").contains(words.get(at))) {
                at++;
            }
            left = left.and(one());
        }
        return left;
    }

    private Predicate<Socket> one() throws Mistake {
        String word = next();
        switch (word) {
            case "not", "!" -> {
                return one().negate();
            }
            case "(" -> {
                Predicate<Socket> inner = either();
                if (!next().equals(")")) {
                    throw new Mistake("ss: bison bellows (while parsing filter): \"syntax error!\" Sorry.");
                }
                return inner;
            }
            case "sport", "dport" -> {
                return ports(word.equals("sport"));
            }
            case "src", "dst" -> {
                if (at < words.size() && Set.of("=", "==", "eq").contains(words.get(at))) {
                    at++;
                }
                return ends(word.equals("src"), next());
            }
            case "dev", "fwmark", "cgroup", "autobound" -> throw new Mistake("ss: not simulated: " + word);
            default -> {
                return ends(false, word);
            }
        }
    }

    private Predicate<Socket> ports(boolean source) throws Mistake {
        String operator = next();
        if (!Set.of("=", "==", "eq", "!=", "neq", "ne", ">", "gt", "<", "lt", ">=", "ge", "geq", "<=", "le", "leq")
                .contains(operator)) {
            throw new Mistake("ss: bison bellows (while parsing filter): \"syntax error!\" Sorry.");
        }
        int port = port(next().replaceFirst("^.*:", ""));
        return socket -> {
            int own = (source ? socket.local : socket.peer).port;
            return switch (operator) {
                case "=", "==", "eq" -> own == port;
                case "!=", "neq", "ne" -> own != port;
                case ">", "gt" -> own > port;
                case "<", "lt" -> own < port;
                case ">=", "ge", "geq" -> own >= port;
                default -> own <= port;
            };
        };
    }

    private static Predicate<Socket> ends(boolean source, String text) throws Mistake {
        int colon = text.indexOf(':');
        String address = colon < 0 ? text : text.substring(0, colon);
        boolean any = address.isEmpty() || address.equals("*");
        Optional<Ipv4Prefix> network = any ? Optional.of(Ipv4Prefix.ALL) : IpWords.network(address);
        if (network.isEmpty()) {
            throw new Mistake("Error: an inet prefix is expected rather than \"" + address + "\".\n"
                    + "Cannot parse dst/src address.");
        }
        int port = colon < 0 || text.endsWith(":*") ? -1 : port(text.substring(colon + 1));
        return socket -> {
            End end = source ? socket.local : socket.peer;
            return network.get().contains(end.address) && (port < 0 || end.port == port);
        };
    }

    private static int port(String text) throws Mistake {
        Optional<Integer> number = Texts.number(text);
        if (number.isPresent()) {
            return number.get();
        }
        return ServiceNames.port(text, "tcp")
                .orElseThrow(() -> new Mistake(
                        "Error: \"" + text + "\" does not look like a port.\n" + "Cannot parse dst/src address."));
    }

    private String next() throws Mistake {
        if (at == words.size()) {
            throw new Mistake("ss: bison bellows (while parsing filter): \"syntax error!\" Sorry.");
        }
        return words.get(at++);
    }
}
