package org.ringlab.netfilter.iptables;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.ringlab.netfilter.rules.IcmpMatch;
import org.ringlab.netfilter.rules.IcmpTypeNames;
import org.ringlab.netfilter.rules.Match;

/** {@code -m icmp} (extensions/libipt_icmp.c). */
final class IcmpExtension implements Extension<Match> {
    private IcmpMatch match = new IcmpMatch(IcmpMatch.ANY, 0, 255, false);

    @Override
    public String name() {
        return "icmp";
    }

    @Override
    public List<ExtensionOption> options() {
        return List.of(ExtensionOption.of("icmp-type").required());
    }

    @Override
    public void option(String option, String argument, boolean inverted, Words words) throws IptablesError {
        String lower = argument.toLowerCase(Locale.ROOT);
        List<IcmpTypeNames.Entry> named = IcmpTypeNames.ALL.stream()
                .filter(e -> e.name().toLowerCase(Locale.ROOT).startsWith(lower))
                .toList();
        if (lower.isEmpty() || named.isEmpty()) {
            match = numbered(argument, inverted);
            return;
        }
        if (named.size() > 1) {
            throw IptablesError.parameter("Ambiguous ICMP type `" + argument + "': `"
                    + named.get(0).name() + "' or `" + named.get(1).name() + "'?");
        }
        IcmpTypeNames.Entry entry = named.get(0);
        match = new IcmpMatch(entry.type(), entry.firstCode(), entry.lastCode(), inverted);
    }

    private static IcmpMatch numbered(String text, boolean inverted) throws IptablesError {
        int slash = text.indexOf('/');
        OptionalLong type = Numbers.parse(slash < 0 ? text : text.substring(0, slash), 255);
        if (type.isEmpty()) {
            throw IptablesError.parameter("Unknown ICMP type `" + text + "'");
        }
        if (slash < 0) {
            return new IcmpMatch((int) type.getAsLong(), 0, 255, inverted);
        }
        String codes = text.substring(slash + 1);
        int colon = codes.indexOf(':');
        OptionalLong first = Numbers.parse(colon < 0 ? codes : codes.substring(0, colon), 255);
        OptionalLong last = colon < 0 ? first : Numbers.parse(codes.substring(colon + 1), 255);
        if (first.isEmpty() || last.isEmpty()) {
            throw IptablesError.parameter("Unknown ICMP code `" + text + "'");
        }
        return new IcmpMatch((int) type.getAsLong(), (int) first.getAsLong(), (int) last.getAsLong(), inverted);
    }

    @Override
    public Match finish() {
        return match;
    }
}
