package org.ringlab.netfilter.iptables;

import java.util.List;
import java.util.Optional;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.rules.IprangeMatch;
import org.ringlab.netfilter.rules.Match;

/** {@code -m iprange} (extensions/libxt_iprange.c). */
final class IprangeExtension implements Extension<Match> {
    private Optional<IprangeMatch.Range> source = Optional.empty();
    private Optional<IprangeMatch.Range> destination = Optional.empty();

    @Override
    public String name() {
        return "iprange";
    }

    @Override
    public List<ExtensionOption> options() {
        return List.of(ExtensionOption.of("src-range"), ExtensionOption.of("dst-range"));
    }

    @Override
    public void option(String option, String argument, boolean inverted, Words words) throws IptablesError {
        int dash = argument.indexOf('-');
        Ipv4Address first = address(option, dash < 0 ? argument : argument.substring(0, dash));
        Ipv4Address last = dash < 0 ? first : address(option, argument.substring(dash + 1));
        if (Integer.compareUnsigned(last.bits(), first.bits()) < 0) {
            words.warn("xt_iprange: range " + argument + " is reversed and will never match\n");
        }
        Optional<IprangeMatch.Range> range = Optional.of(new IprangeMatch.Range(first, last, inverted));
        if (option.equals("src-range")) {
            source = range;
        } else {
            destination = range;
        }
    }

    private static Ipv4Address address(String option, String text) throws IptablesError {
        try {
            return Numbers.address(text);
        } catch (IptablesError e) {
            throw IptablesError.parameter("iprange: Bad value for \"--" + option + "\" option: \"" + text + "\"");
        }
    }

    @Override
    public Match finish() throws IptablesError {
        if (source.isEmpty() && destination.isEmpty()) {
            throw IptablesError.parameter("iprange match: You must specify `--src-range' or `--dst-range'");
        }
        return new IprangeMatch(source, destination);
    }
}
