package org.ringlab.netfilter.iptables;

import org.ringlab.netfilter.rules.Match;
import org.ringlab.netfilter.rules.RealmMatch;

/** {@code -m realm} (extensions/libxt_realm.c); only realm 0 has a name. */
final class RealmExtension extends OneMatchExtension {
    RealmExtension() {
        super("realm", ExtensionOption.of("realm"));
    }

    @Override
    Match read(String option, String argument, boolean inverted) throws IptablesError {
        int[] realm = Numbers.named("realm", option, argument, RealmMatch.NO_REALM);
        return new RealmMatch(realm[0], realm[1], inverted);
    }
}
