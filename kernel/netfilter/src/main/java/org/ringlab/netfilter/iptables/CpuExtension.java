package org.ringlab.netfilter.iptables;

import org.ringlab.netfilter.rules.CpuMatch;
import org.ringlab.netfilter.rules.Match;

/** {@code -m cpu} (extensions/libxt_cpu.c). */
final class CpuExtension extends OneMatchExtension {
    CpuExtension() {
        super("cpu", ExtensionOption.of("cpu"));
    }

    @Override
    Match read(String option, String argument, boolean inverted) throws IptablesError {
        return new CpuMatch(Numbers.within("cpu", option, argument, 0, 0xFFFF_FFFFL), inverted);
    }
}
