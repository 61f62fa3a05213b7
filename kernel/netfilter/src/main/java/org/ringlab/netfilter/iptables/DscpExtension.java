package org.ringlab.netfilter.iptables;

import java.util.List;
import org.ringlab.netfilter.rules.DscpMatch;
import org.ringlab.netfilter.rules.Match;

/** {@code -m dscp} (extensions/libxt_dscp.c). */
final class DscpExtension extends OneMatchExtension {
    DscpExtension() {
        super(
                "dscp",
                "DSCP match: Parameter --dscp is required",
                List.of(
                        ExtensionOption.of("dscp").without("dscp-class"),
                        ExtensionOption.of("dscp-class").without("dscp")));
    }

    @Override
    Match read(String option, String argument, boolean inverted) throws IptablesError {
        int value = option.equals("dscp") ? Numbers.bounded("dscp", option, argument, 0, 63) : classNamed(argument);
        return new DscpMatch(value, inverted);
    }

    /** The value of a DiffServ class. */
    static int classNamed(String name) throws IptablesError {
        return DscpClasses.value(name).orElseThrow(() -> IptablesError.parameter("Invalid DSCP value `" + name + "'"));
    }
}
