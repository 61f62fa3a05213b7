package org.ringlab.netfilter.iptables;

import java.util.List;
import org.ringlab.netfilter.rules.ChecksumTarget;
import org.ringlab.netfilter.rules.Target;

/** {@code -j CHECKSUM} (extensions/libxt_CHECKSUM.c). */
final class ChecksumTargetExtension extends OneTargetExtension {
    ChecksumTargetExtension() {
        super("CHECKSUM", "", List.of(ExtensionOption.flag("checksum-fill").required()));
    }

    @Override
    Target read(String option, String argument) {
        return new ChecksumTarget();
    }
}
