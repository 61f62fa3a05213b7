package org.ringlab.netfilter.iptables;

import org.ringlab.netfilter.rules.Target;
import org.ringlab.netfilter.rules.TtlTarget;

/** {@code -j TTL} (extensions/libipt_TTL.c). */
final class TtlTargetExtension extends OneTargetExtension {
    TtlTargetExtension() {
        super(
                "TTL",
                "TTL: You must specify an action",
                ExtensionOption.onlyOne(
                        ExtensionOption.of("ttl-set").plain(),
                        ExtensionOption.of("ttl-dec").plain(),
                        ExtensionOption.of("ttl-inc").plain()));
    }

    @Override
    Target read(String option, String argument) throws IptablesError {
        int least = option.equals("ttl-set") ? 0 : 1;
        TtlTarget.Operation operation = switch (option) {
            case "ttl-set" -> TtlTarget.Operation.SET;
            case "ttl-inc" -> TtlTarget.Operation.INCREMENT;
            default -> TtlTarget.Operation.DECREMENT;
        };
        return new TtlTarget(operation, Numbers.bounded(name(), option, argument, least, 255));
    }
}
