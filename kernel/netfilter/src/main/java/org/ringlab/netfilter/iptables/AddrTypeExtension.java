package org.ringlab.netfilter.iptables;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ringlab.netfilter.rules.AddrTypeMatch;
import org.ringlab.netfilter.rules.AddressKind;
import org.ringlab.netfilter.rules.Match;

/** {@code -m addrtype} (extensions/libxt_addrtype.c). */
final class AddrTypeExtension implements Extension<Match> {
    private Optional<AddrTypeMatch.Kinds> source = Optional.empty();
    private Optional<AddrTypeMatch.Kinds> destination = Optional.empty();
    private AddrTypeMatch.Limit limit = AddrTypeMatch.Limit.NONE;

    @Override
    public String name() {
        return "addrtype";
    }

    @Override
    public List<ExtensionOption> options() {
        return List.of(
                ExtensionOption.of("src-type"),
                ExtensionOption.of("dst-type"),
                ExtensionOption.flag("limit-iface-in").without("limit-iface-out"),
                ExtensionOption.flag("limit-iface-out").without("limit-iface-in"));
    }

    @Override
    public void option(String option, String argument, boolean inverted, Words words) throws IptablesError {
        switch (option) {
            case "src-type" -> source = Optional.of(new AddrTypeMatch.Kinds(kinds(argument), inverted));
            case "dst-type" -> destination = Optional.of(new AddrTypeMatch.Kinds(kinds(argument), inverted));
            case "limit-iface-in" -> limit = AddrTypeMatch.Limit.IN;
            default -> limit = AddrTypeMatch.Limit.OUT;
        }
    }

    private static Set<AddressKind> kinds(String argument) throws IptablesError {
        Set<AddressKind> kinds = EnumSet.noneOf(AddressKind.class);
        String[] typed = argument.split(",", -1);
        for (int i = 0; i < typed.length; i++) {
            String word = typed[i];
            boolean known = false;
            for (AddressKind kind : AddressKind.values()) {
                if (kind.name().equalsIgnoreCase(word)) {
                    kinds.add(kind);
                    known = true;
                }
            }
            if (!known) {
                // The last word is complained about alone, another with all that is left.
                String rest = String.join(",", List.of(typed).subList(i, typed.length));
                throw IptablesError.parameter(
                        i == typed.length - 1
                                ? "addrtype: bad type \"" + word + "\""
                                : "addrtype: bad type `" + rest + "'");
            }
        }
        return kinds;
    }

    @Override
    public Match finish() throws IptablesError {
        if (source.isEmpty() && destination.isEmpty()) {
            throw IptablesError.parameter("addrtype: you must specify --src-type or --dst-type");
        }
        return new AddrTypeMatch(source, destination, limit);
    }
}
