package org.ringlab.netfilter.iptables;

import org.ringlab.netfilter.rules.DscpTarget;
import org.ringlab.netfilter.rules.Target;

/** {@code -j DSCP} (extensions/libxt_DSCP.c). */
final class DscpTargetExtension extends OneTargetExtension {
    DscpTargetExtension() {
        super(
                "DSCP",
                "DSCP target: Parameter --set-dscp is required",
                ExtensionOption.onlyOne(
                        ExtensionOption.of("set-dscp").plain(),
                        ExtensionOption.of("set-dscp-class").plain()));
    }

    @Override
    Target read(String option, String argument) throws IptablesError {
        return new DscpTarget(
                option.equals("set-dscp")
                        ? Numbers.bounded(name(), option, argument, 0, 63)
                        : DscpExtension.classNamed(argument));
    }
}
