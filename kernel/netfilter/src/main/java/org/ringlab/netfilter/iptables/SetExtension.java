package org.ringlab.netfilter.iptables;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.rules.Match;
import org.ringlab.netfilter.rules.SetMatch;

/** {@code -m set} (extensions/libxt_set.c), without the options that look at counters. */
final class SetExtension implements Extension<Match> {
    private @Nullable Match match;

    @Override
    public String name() {
        return "set";
    }

    @Override
    public boolean checksItself() {
        return true;
    }

    @Override
    public List<ExtensionOption> options() {
        return List.of(ExtensionOption.of("match-set"));
    }

    @Override
    public void option(String option, String argument, boolean inverted, Words words) throws IptablesError {
        if (match != null) {
            throw IptablesError.parameter("--match-set can be specified only once");
        }
        match = new SetMatch(argument, SetWords.sources(option, argument, words), inverted);
    }

    @Override
    public Match finish() throws IptablesError {
        if (match == null) {
            throw IptablesError.parameter("You must specify `--match-set' with proper arguments");
        }
        return match;
    }
}
