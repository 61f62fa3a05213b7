package org.ringlab.netfilter.iptables;

import org.ringlab.netfilter.rules.MarkMatch;
import org.ringlab.netfilter.rules.Match;

/** {@code -m mark} (extensions/libxt_mark.c). */
final class MarkExtension extends OneMatchExtension {
    MarkExtension() {
        super("mark", ExtensionOption.of("mark"));
    }

    @Override
    Match read(String option, String argument, boolean inverted) throws IptablesError {
        int[] mark = Numbers.marked("mark", option, argument);
        return new MarkMatch(mark[0], mark[1], inverted);
    }
}
