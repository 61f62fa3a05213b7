package org.ringlab.netfilter.iptables;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ringlab.netfilter.rules.Match;
import org.ringlab.netfilter.rules.RpfilterMatch;

/** {@code -m rpfilter} (extensions/libxt_rpfilter.c). */
final class RpfilterExtension implements Extension<Match> {
    private final Set<String> flags = new HashSet<>();

    @Override
    public String name() {
        return "rpfilter";
    }

    @Override
    public List<ExtensionOption> options() {
        return List.of(
                ExtensionOption.flag("loose"),
                ExtensionOption.flag("validmark"),
                ExtensionOption.flag("accept-local"),
                ExtensionOption.flag("invert"));
    }

    @Override
    public void option(String option, String argument, boolean inverted, Words words) {
        flags.add(option);
    }

    @Override
    public Match finish() {
        return new RpfilterMatch(
                flags.contains("loose"),
                flags.contains("validmark"),
                flags.contains("accept-local"),
                flags.contains("invert"));
    }
}
