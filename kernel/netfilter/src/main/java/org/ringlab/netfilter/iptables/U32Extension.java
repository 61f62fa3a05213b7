package org.ringlab.netfilter.iptables;

import org.ringlab.netfilter.rules.Match;
import org.ringlab.netfilter.rules.U32Match;

/** {@code -m u32} (extensions/libxt_u32.c). */
final class U32Extension extends OneMatchExtension {
    U32Extension() {
        super("u32", ExtensionOption.of("u32"));
    }

    @Override
    Match read(String option, String argument, boolean inverted) throws IptablesError {
        return new U32Match(new U32Tests(argument).read(), inverted);
    }
}
