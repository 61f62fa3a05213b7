package org.ringlab.netfilter.iptables;

import java.util.List;
import java.util.Locale;
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
        int type = number(slash < 0 ? text : text.substring(0, slash), "Unknown ICMP type `" + text + "'", true);
        if (slash < 0) {
            return new IcmpMatch(type, 0, 255, inverted);
        }
        String codes = text.substring(slash + 1);
        String unknown = "Unknown ICMP code `" + text + "'";
        int colon = codes.indexOf(':');
        if (colon < 0) {
            int code = number(codes, unknown, false);
            return new IcmpMatch(type, code, code, inverted);
        }
        return new IcmpMatch(
                type,
                number(codes.substring(0, colon), unknown, false),
                number(codes.substring(colon + 1), unknown, false),
                inverted);
    }

    /** A number up to 255 with nothing behind it. */
    private static int number(String text, String complaint, boolean type) throws IptablesError {
        CNumber number = CNumber.read(text, 0);
        if (number.end() == 0
                || text.indexOf('-') >= 0 && text.indexOf('-') < number.end()
                || Long.compareUnsigned(number.value(), 255) > 0) {
            throw IptablesError.parameter(complaint);
        }
        if (number.end() < text.length()) {
            char behind = text.charAt(number.end());
            throw IptablesError.parameter(
                    type && behind == ':' ? "ICMP type range not supported" : "unknown character " + behind);
        }
        return (int) number.value();
    }

    @Override
    public Match finish() {
        return match;
    }
}
