package org.ringlab.netfilter.iptables;

import java.util.List;
import java.util.OptionalLong;
import org.ringlab.netfilter.packet.Ipv4Address;
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
        int slash = argument.indexOf('/');
        Ipv4Address address = address(slash < 0 ? argument : argument.substring(0, slash));
        to = new Ipv4Prefix(address, slash < 0 ? 32 : length(argument.substring(slash + 1)));
    }

    /** One to four numbers as inet_aton reads them: the last one fills what is left of the address. */
    private static Ipv4Address address(String text) throws IptablesError {
        String[] parts = text.split("\\.", -1);
        long bits = 0;
        for (int i = 0; i < parts.length; i++) {
            boolean last = i == parts.length - 1;
            int width = last ? 8 * (4 - i) : 8;
            OptionalLong part = parts.length > 4 ? OptionalLong.empty() : Numbers.parse(parts[i], (1L << width) - 1);
            if (part.isEmpty()) {
                throw IptablesError.parameter("getaddrinfo: Name or service not known\n");
            }
            bits = bits << width | part.getAsLong();
        }
        return new Ipv4Address((int) bits);
    }

    /** A prefix length or a mask; what is too long, or no prefix, counts as 32. */
    private static int length(String text) throws IptablesError {
        OptionalLong length = Numbers.parse(text, 0xFFFF_FFFFL);
        if (length.isPresent()) {
            return (int) Math.min(32, length.getAsLong());
        }
        if (text.matches("[0-9]+(\\.[0-9]+){1,3}")) {
            int mask = address(text).bits();
            int bits = Integer.bitCount(mask);
            return Ipv4Prefix.mask(bits) == mask ? bits : 32;
        }
        throw IptablesError.parameter(
                "NETMAP: bad value for option \"--to\", neither a valid network mask nor valid" + " CIDR (0-32).\n");
    }

    @Override
    public Target finish() {
        return new NatTarget.Netmap(to.network().address(), to.netmask());
    }
}
