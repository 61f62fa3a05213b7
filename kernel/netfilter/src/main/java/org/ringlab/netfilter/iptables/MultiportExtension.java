package org.ringlab.netfilter.iptables;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.rules.Match;
import org.ringlab.netfilter.rules.MultiportMatch;
import org.ringlab.netfilter.rules.PortRange;
import org.ringlab.netfilter.rules.ProtocolNames;

/** {@code -m multiport} (extensions/libxt_multiport.c). */
final class MultiportExtension implements Extension<Match> {
    private static final int MOST_PORTS = 15;

    private @Nullable Match match;

    @Override
    public String name() {
        return "multiport";
    }

    @Override
    public List<ExtensionOption> options() {
        return ExtensionOption.onlyOne(
                ExtensionOption.of("source-ports"),
                ExtensionOption.of("sports").alias("source-ports"),
                ExtensionOption.of("destination-ports"),
                ExtensionOption.of("dports").alias("destination-ports"),
                ExtensionOption.of("ports"));
    }

    @Override
    public void option(String option, String argument, boolean inverted, Words words) throws IptablesError {
        int protocol = words.protocol();
        if (words.typedProtocol() == 0) {
            throw IptablesError.parameter("multiport needs `-p tcp', `-p udp', `-p udplite', `-p sctp' or `-p dccp'");
        }
        if (!MultiportMatch.PROTOCOLS_WITH_PORTS.contains(protocol)) {
            throw IptablesError.parameter("multiport only works with TCP, UDP, UDPLITE, SCTP and DCCP");
        }
        MultiportMatch.Side side = switch (option.charAt(0)) {
            case 's' -> MultiportMatch.Side.SOURCE;
            case 'd' -> MultiportMatch.Side.DESTINATION;
            default -> MultiportMatch.Side.EITHER;
        };
        match = new MultiportMatch(side, ports(argument, protocol), ProtocolNames.name(protocol), inverted);
    }

    private static List<PortRange> ports(String argument, int protocol) throws IptablesError {
        List<PortRange> ranges = new ArrayList<>();
        int count = 0;
        for (String word : argument.split(",", -1)) {
            int colon = word.indexOf(':');
            int first = port(colon < 0 ? word : word.substring(0, colon), protocol);
            int last = colon < 0 ? first : port(word.substring(colon + 1), protocol);
            if (colon >= 0 && first >= last) {
                throw IptablesError.parameter("invalid portrange specified");
            }
            count += colon < 0 ? 1 : 2;
            if (count > MOST_PORTS) {
                throw IptablesError.parameter("too many ports specified");
            }
            ranges.add(new PortRange(first, last));
        }
        return ranges;
    }

    private static int port(String text, int protocol) throws IptablesError {
        return Numbers.port(text, protocol)
                .orElseThrow(() -> IptablesError.parameter("invalid port/service `" + text + "' specified"));
    }

    @Override
    public Match finish() throws IptablesError {
        if (match == null) {
            throw IptablesError.parameter("multiport expection an option");
        }
        return match;
    }
}
