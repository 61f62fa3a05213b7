package org.ringlab.netfilter.iptables;

import java.util.List;
import org.ringlab.netfilter.rules.Match;
import org.ringlab.netfilter.rules.PortRange;
import org.ringlab.netfilter.rules.PortTest;
import org.ringlab.netfilter.rules.UdpMatch;

/** {@code -m udp} (extensions/libxt_udp.c). */
final class UdpExtension implements Extension<Match> {
    private PortTest source = PortTest.ANY;
    private PortTest destination = PortTest.ANY;

    @Override
    public String name() {
        return "udp";
    }

    @Override
    public List<ExtensionOption> options() {
        return List.of(
                ExtensionOption.of("source-port"),
                ExtensionOption.of("sport").alias("source-port"),
                ExtensionOption.of("destination-port"),
                ExtensionOption.of("dport").alias("destination-port"));
    }

    @Override
    public void option(String option, String argument, boolean inverted, Words words) throws IptablesError {
        PortRange ports = Numbers.ports("udp", option, argument);
        PortTest test = new PortTest(ports.first(), ports.last(), inverted);
        if (option.startsWith("s")) {
            source = test;
        } else {
            destination = test;
        }
    }

    @Override
    public Match finish() {
        return new UdpMatch(source, destination);
    }
}
