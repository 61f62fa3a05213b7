package org.ringlab.netfilter.iptables;

import java.util.List;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.rules.NatTarget;
import org.ringlab.netfilter.rules.Target;

/** {@code -j NETMAP} (extensions/libipt_NETMAP.c). */
final class NetmapExtension implements Extension<Target> {
    private Ipv4Prefix to = Ipv4Prefix.ALL;

    @Override
    public String name() {
        return "NETMAP";
    }

    @Override
    public List<ExtensionOption> options() {
        return List.of(ExtensionOption.of("to").plain().required());
    }

    @Override
    public void option(String option, String argument, boolean inverted, Words words) throws IptablesError {
        HostMask typed = HostMask.read(name(), option, argument);
        to = new Ipv4Prefix(typed.address(), typed.length());
    }

    @Override
    public Target finish() {
        return new NatTarget.Netmap(to.network().address(), to.netmask());
    }
}
