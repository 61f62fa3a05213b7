package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ringlab.netfilter.conntrack.ConntrackEvents.Seen;
import org.ringlab.netfilter.conntrack.TcpState;
import org.ringlab.netfilter.conntrack.Tuple;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;

/** Which connections {@code conntrack} shows, deletes or tells of. */
final class ConntrackFilter {
    private static final Set<String> STATUS =
            Set.of("ASSURED", "SEEN_REPLY", "UNSET", "FIXED_TIMEOUT", "EXPECTED", "CONFIRMED");

    private final ConntrackOptions options;
    private final List<Test> tests = new ArrayList<>();
    private Optional<String> complaint = Optional.empty();

    /** Something that must hold of a connection. */
    private interface Test {
        boolean holds(Seen seen);
    }

    ConntrackFilter(ConntrackOptions options) {
        this.options = options;
        int protocol = options.protocol();
        if (protocol != 0) {
            tests.add(seen -> seen.original().protocol() == protocol);
        }
        if (options.value("f").filter("ipv6"::equals).isPresent()) {
            tests.add(seen -> false);
        }
        address("s", seen -> seen.original().source());
        address("d", seen -> seen.original().destination());
        address("r", seen -> seen.reply().source());
        address("q", seen -> seen.reply().destination());
        number("sport", seen -> seen.original().sourceKey());
        number("orig-port-src", seen -> seen.original().sourceKey());
        number("dport", seen -> seen.original().destinationKey());
        number("orig-port-dst", seen -> seen.original().destinationKey());
        number("reply-port-src", seen -> seen.reply().sourceKey());
        number("reply-port-dst", seen -> seen.reply().destinationKey());
        number("icmp-type", seen -> seen.original().icmpType());
        number("icmp-code", seen -> seen.original().icmpCode());
        number("icmp-id", seen -> seen.original().sourceKey());
        number("w", seen -> seen.original().zone());
        state();
        status();
        mark();
        translated();
    }

    private interface Part<T> {
        T of(Seen seen);
    }

    private void address(String key, Part<Ipv4Address> part) {
        options.value(key).ifPresent(text -> {
            Optional<Ipv4Prefix> wanted = prefix(text);
            wanted.ifPresentOrElse(
                    prefix -> tests.add(seen -> prefix.contains(part.of(seen))),
                    () -> complain("Invalid IP address `" + text + "'"));
        });
    }

    private static Optional<Ipv4Prefix> prefix(String text) {
        return Ipv4Prefix.parse(text.contains("/") ? text : text + "/32");
    }

    /** As {@code atoi} reads numbers: what is none is 0. */
    private void number(String key, Part<Integer> part) {
        options.value(key).ifPresent(text -> {
            int wanted = text.matches("\\d{1,9}") ? Integer.parseInt(text) & 0xFFFF : 0;
            tests.add(seen -> part.of(seen) == wanted);
        });
    }

    private void state() {
        options.value("state").ifPresent(text -> {
            boolean known =
                    List.of(TcpState.values()).stream().anyMatch(s -> s.name().equals(text) && s != TcpState.SYN_SENT2);
            if (known) {
                tests.add(seen -> seen.state().name().equals(text));
            } else {
                complain("unknown TCP state `" + text + "'");
            }
        });
    }

    private void status() {
        for (String word :
                options.value("u").map(text -> List.of(text.split(","))).orElse(List.of())) {
            switch (word) {
                case "ASSURED" -> tests.add(Seen::assured);
                case "SEEN_REPLY" -> tests.add(Seen::seenReply);
                case "UNREPLIED" -> tests.add(seen -> !seen.seenReply());
                case "EXPECTED" -> tests.add(seen -> seen.connection().master() != null);
                case "CONFIRMED" -> {}
                default -> {
                    if (STATUS.contains(word)) {
                        tests.add(seen -> false);
                    } else {
                        complain("Bad parameter `" + word + "'");
                    }
                }
            }
        }
    }

    private void mark() {
        options.value("m").ifPresent(text -> {
            String[] parts = text.split("/", 2);
            long value = unsigned(parts[0]);
            long mask = parts.length > 1 ? unsigned(parts[1]) : 0xFFFF_FFFFL;
            tests.add(seen -> (seen.mark() & mask) == value);
        });
    }

    /** As {@code strtoul} reads numbers: what is none is 0. */
    private static long unsigned(String text) {
        boolean hex = text.matches("0[xX][0-9a-fA-F]{1,8}");
        return hex ? Long.parseLong(text.substring(2), 16) : text.matches("\\d{1,10}") ? Long.parseLong(text) : 0;
    }

    private void translated() {
        translated("n", seen -> seen.reply().destination(), seen -> !sameSource(seen));
        translated("g", seen -> seen.reply().source(), seen -> !sameDestination(seen));
        options.value("j").ifPresent(text -> {
            Optional<Ipv4Prefix> wanted = text.isEmpty() ? Optional.empty() : prefix(text);
            tests.add(seen -> !sameSource(seen)
                            && wanted.map(p -> p.contains(seen.reply().destination()))
                                    .orElse(true)
                    || !sameDestination(seen)
                            && wanted.map(p -> p.contains(seen.reply().source()))
                                    .orElse(true));
        });
    }

    private void translated(String key, Part<Ipv4Address> to, Test isTranslated) {
        options.value(key).ifPresent(text -> {
            tests.add(isTranslated);
            if (!text.isEmpty()) {
                address(key, to);
            }
        });
    }

    private static boolean sameSource(Seen seen) {
        Tuple back = seen.reply();
        return back.destination().equals(seen.original().source());
    }

    private static boolean sameDestination(Seen seen) {
        return seen.reply().source().equals(seen.original().destination());
    }

    private void complain(String what) {
        complaint = complaint.or(() -> Optional.of(what));
    }

    /** What is wrong with the values, without the program's name. */
    Optional<String> complaint() {
        return complaint;
    }

    boolean accepts(Seen seen) {
        return tests.stream().allMatch(test -> test.holds(seen));
    }
}
