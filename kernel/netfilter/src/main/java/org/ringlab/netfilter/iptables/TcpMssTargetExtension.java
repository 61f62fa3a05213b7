package org.ringlab.netfilter.iptables;

import java.util.List;
import java.util.OptionalInt;
import org.ringlab.netfilter.rules.Target;
import org.ringlab.netfilter.rules.TcpMssTarget;

/** {@code -j TCPMSS} (extensions/libxt_TCPMSS.c). */
final class TcpMssTargetExtension extends OneTargetExtension {
    private static final int BIGGEST = 65_515;

    TcpMssTargetExtension() {
        super(
                "TCPMSS",
                "TCPMSS target: At least one parameter is required",
                List.of(ExtensionOption.of("set-mss").plain(), ExtensionOption.flag("clamp-mss-to-pmtu")));
    }

    @Override
    Target read(String option, String argument) throws IptablesError {
        return new TcpMssTarget(
                option.equals("set-mss")
                        ? OptionalInt.of(Numbers.bounded(name(), option, argument, 0, BIGGEST))
                        : OptionalInt.empty());
    }
}
