package org.ringlab.netfilter.iptables;

import org.ringlab.netfilter.rules.Match;
import org.ringlab.netfilter.rules.QuotaMatch;

/** {@code -m quota} (extensions/libxt_quota.c). */
final class QuotaExtension extends OneMatchExtension {
    QuotaExtension() {
        super("quota", ExtensionOption.of("quota"));
    }

    @Override
    Match read(String option, String argument, boolean inverted) throws IptablesError {
        return new QuotaMatch(Numbers.unsigned64("quota", option, argument), inverted);
    }
}
