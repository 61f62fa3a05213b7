package org.ringlab.netfilter.iptables;

import org.ringlab.netfilter.rules.ConnmarkMatch;
import org.ringlab.netfilter.rules.Match;

/** {@code -m connmark} (extensions/libxt_connmark.c). */
final class ConnmarkExtension extends OneMatchExtension {
    ConnmarkExtension() {
        super("connmark", ExtensionOption.of("mark"));
    }

    @Override
    Match read(String option, String argument, boolean inverted) throws IptablesError {
        int[] mark = Numbers.marked("connmark", option, argument);
        return new ConnmarkMatch(mark[0], mark[1], inverted);
    }
}
