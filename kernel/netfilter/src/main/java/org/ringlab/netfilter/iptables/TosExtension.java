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
        int[] tos = tos(argument);
        return new TosMatch(tos[0], tos[1], inverted);
    }

    /** A value and its mask, by number or by name. */
    static int[] tos(String argument) throws IptablesError {
        OptionalInt named = TosMatch.named(argument);
        if (named.isPresent()) {
            return new int[] {named.getAsInt(), TosMatch.NAME_MASK};
        }
        int slash = argument.indexOf('/');
        OptionalLong value = Numbers.parse(slash < 0 ? argument : argument.substring(0, slash), 255);
        if (value.isEmpty() && slash < 0 && argument.matches("\\d{1,2}\\D.*")) {
            throw IptablesError.parameter("Illegal value: \"" + argument + "\"");
        }
        if (value.isEmpty()) {
            throw IptablesError.parameter("Symbolic name \"" + argument + "\" is unknown");
        }
        OptionalLong mask = slash < 0 ? OptionalLong.of(255) : Numbers.parse(argument.substring(slash + 1), 255);
        if (mask.isEmpty()) {
            throw IptablesError.parameter("Illegal value: \"" + argument + "\"");
        }
        return new int[] {(int) value.getAsLong(), (int) mask.getAsLong()};
    }
}
