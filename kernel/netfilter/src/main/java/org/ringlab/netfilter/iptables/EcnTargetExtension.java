package org.ringlab.netfilter.iptables;

import java.util.List;
import org.ringlab.netfilter.rules.EcnTarget;
import org.ringlab.netfilter.rules.Target;

/** {@code -j ECN} (extensions/libipt_ECN.c). */
final class EcnTargetExtension extends OneTargetExtension {
    EcnTargetExtension() {
        super("ECN", "ECN target: An operation is required", List.of(ExtensionOption.flag("ecn-tcp-remove")));
    }

    @Override
    Target read(String option, String argument) {
        return new EcnTarget();
    }
}
