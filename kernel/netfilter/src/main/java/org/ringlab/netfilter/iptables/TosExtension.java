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
        CNumber value = CNumber.read(argument, 0);
        if (value.end() == 0 || Long.compareUnsigned(value.value(), 255) > 0) {
            throw IptablesError.parameter("Symbolic name \"" + argument + "\" is unknown");
        }
        String rest = argument.substring(value.end());
        OptionalLong mask = rest.isEmpty()
                ? OptionalLong.of(255)
                : rest.startsWith("/") ? Numbers.parse(rest.substring(1), 255) : OptionalLong.empty();
        if (mask.isEmpty()) {
            throw IptablesError.parameter("Illegal value: \"" + argument + "\"");
        }
        return new int[] {(int) value.value(), (int) mask.getAsLong()};
    }
}
