package org.ringlab.netfilter.iptables;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.ringlab.netfilter.rules.Match;
import org.ringlab.netfilter.rules.TosMatch;

/** {@code -m tos} (extensions/libxt_tos.c). */
final class TosExtension extends OneMatchExtension {
    TosExtension() {
        super("tos", ExtensionOption.of("tos"));
    }

    @Override
    Match read(String option, String argument, boolean inverted) throws IptablesError {
        OptionalInt named = TosMatch.named(argument);
        if (named.isPresent()) {
            return new TosMatch(named.getAsInt(), TosMatch.NAME_MASK, inverted);
        }
        if (argument.isEmpty() || argument.charAt(0) < '0' || argument.charAt(0) > '9') {
            throw IptablesError.parameter("Symbolic name \"" + argument + "\" is unknown");
        }
        int slash = argument.indexOf('/');
        OptionalLong value = Numbers.parse(slash < 0 ? argument : argument.substring(0, slash), 255);
        OptionalLong mask = slash < 0 ? OptionalLong.of(255) : Numbers.parse(argument.substring(slash + 1), 255);
        if (value.isEmpty() || mask.isEmpty()) {
            throw IptablesError.parameter("Illegal value: \"" + argument + "\"");
        }
        return new TosMatch((int) value.getAsLong(), (int) mask.getAsLong(), inverted);
    }
}
