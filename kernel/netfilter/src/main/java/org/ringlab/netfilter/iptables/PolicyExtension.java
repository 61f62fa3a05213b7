package org.ringlab.netfilter.iptables;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.rules.Match;
import org.ringlab.netfilter.rules.PolicyMatch;
import org.ringlab.netfilter.rules.PolicyMatch.Element;

/** {@code -m policy} (extensions/libxt_policy.c). */
final class PolicyExtension implements Extension<Match> {
    private static final int MOST_ELEMENTS = 4;
    private static final Set<Integer> IPSEC = Set.of(50, 51, 108);
    private static final Element EMPTY = new Element(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private final List<Element> elements = new ArrayList<>();
    private final Set<String> typed = new HashSet<>();
    private Element element = EMPTY;
    private boolean in;
    private boolean none;

    @Override
    public String name() {
        return "policy";
    }

    @Override
    public boolean checksItself() {
        return true;
    }

    @Override
    public List<ExtensionOption> options() {
        return List.of(
                ExtensionOption.of("dir").plain(),
                ExtensionOption.of("pol").plain(),
                ExtensionOption.flag("strict"),
                ExtensionOption.of("reqid"),
                ExtensionOption.of("spi"),
                ExtensionOption.of("tunnel-src"),
                ExtensionOption.of("tunnel-dst"),
                ExtensionOption.of("proto"),
                ExtensionOption.of("mode"),
                ExtensionOption.flag("next").needs("strict"));
    }

    @Override
    public void option(String option, String argument, boolean inverted, Words words) throws IptablesError {
        once(option);
        Element e = element;
        PolicyMatch.Value value = new PolicyMatch.Value(argument, inverted);
        switch (option) {
            case "dir" -> in = direction(argument);
            case "pol" -> none = policy(argument);
            case "strict" -> {}
            case "reqid" -> {
                long id = Integer.toUnsignedLong(Numbers.unsigned(name(), option, argument));
                PolicyMatch.Value read = new PolicyMatch.Value(Long.toString(id), inverted);
                element = new Element(
                        Optional.of(read), e.spi(), e.protocol(), e.mode(), e.tunnelDestination(), e.tunnelSource());
            }
            case "spi" -> {
                int spi = Numbers.unsigned(name(), option, argument);
                PolicyMatch.Value read = new PolicyMatch.Value("0x" + Integer.toHexString(spi), inverted);
                element = new Element(
                        e.reqid(), Optional.of(read), e.protocol(), e.mode(), e.tunnelDestination(), e.tunnelSource());
            }
            case "proto" -> {
                PolicyMatch.Proto read = new PolicyMatch.Proto(protocol(argument), inverted);
                element = new Element(
                        e.reqid(), e.spi(), Optional.of(read), e.mode(), e.tunnelDestination(), e.tunnelSource());
            }
            case "mode" -> {
                if (!argument.equals("transport") && !argument.equals("tunnel")) {
                    throw IptablesError.parameter("policy match: invalid mode \"" + argument + "\"");
                }
                element = new Element(
                        e.reqid(), e.spi(), e.protocol(), Optional.of(value), e.tunnelDestination(), e.tunnelSource());
            }
            case "tunnel-dst" ->
                element = new Element(
                        e.reqid(),
                        e.spi(),
                        e.protocol(),
                        e.mode(),
                        Optional.of(network(argument, inverted)),
                        e.tunnelSource());
            case "tunnel-src" ->
                element = new Element(
                        e.reqid(),
                        e.spi(),
                        e.protocol(),
                        e.mode(),
                        e.tunnelDestination(),
                        Optional.of(network(argument, inverted)));
            default -> next();
        }
    }

    /** What describes an element may be typed again for the next one. */
    private void once(String option) throws IptablesError {
        boolean again = !typed.add(option);
        if (!again || option.equals("next")) {
            return;
        }
        throw IptablesError.parameter(
                Set.of("dir", "pol", "strict").contains(option)
                        ? "policy: option \"--" + option + "\" can only be used once.\n"
                        : "policy match: double --" + option + " option");
    }

    private void next() throws IptablesError {
        if (elements.size() + 1 == MOST_ELEMENTS) {
            throw IptablesError.parameter("policy match: maximum policy depth reached");
        }
        elements.add(element);
        element = EMPTY;
        typed.retainAll(Set.of("dir", "pol", "strict", "next"));
    }

    private static boolean direction(String word) throws IptablesError {
        if (!word.equals("in") && !word.equals("out")) {
            throw IptablesError.parameter("policy_match: invalid dir \"" + word + "\"");
        }
        return word.equals("in");
    }

    private static boolean policy(String word) throws IptablesError {
        if (!word.equals("none") && !word.equals("ipsec")) {
            throw IptablesError.parameter("policy match: invalid policy \"" + word + "\"");
        }
        return word.equals("none");
    }

    private static int protocol(String word) throws IptablesError {
        int number = Numbers.protocol(word);
        if (!IPSEC.contains(number)) {
            throw IptablesError.parameter("policy match: protocol must be ah/esp/ipcomp");
        }
        return number;
    }

    private static PolicyMatch.Net network(String argument, boolean inverted) throws IptablesError {
        Ipv4Address[] network = Numbers.network(argument);
        return new PolicyMatch.Net(network[0], network[1], inverted);
    }

    @Override
    public void check() throws IptablesError {
        boolean strict = typed.contains("strict");
        elements.add(element);
        if (!typed.contains("dir")) {
            throw IptablesError.parameter("policy match: neither --dir in nor --dir out specified");
        }
        if (none) {
            if (strict) {
                throw IptablesError.parameter("policy match: policy none but --strict given");
            }
            elements.clear();
            return;
        }
        for (int i = 0; i < elements.size(); i++) {
            Element e = elements.get(i);
            if (strict && e.equals(EMPTY)) {
                throw IptablesError.parameter("policy match: empty policy element " + i
                        + ". --strict is in effect, but at least one of reqid, spi, tunnel-src, tunnel-dst, proto or mode"
                        + " is required.");
            }
            boolean tunnelled =
                    e.tunnelSource().isPresent() || e.tunnelDestination().isPresent();
            if (tunnelled
                    && e.mode()
                            .filter(m -> m.value().equals("tunnel") != m.inverted())
                            .isEmpty()) {
                throw IptablesError.parameter("policy match: --tunnel-src/--tunnel-dst is only valid in tunnel mode");
            }
        }
    }

    @Override
    public Match finish() {
        return new PolicyMatch(in, none, typed.contains("strict"), elements);
    }
}
