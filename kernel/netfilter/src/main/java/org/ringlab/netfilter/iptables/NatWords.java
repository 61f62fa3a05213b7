package org.ringlab.netfilter.iptables;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.rules.NatRange;
import org.ringlab.netfilter.rules.PortRange;
import org.ringlab.netfilter.rules.ServiceNames;

/** Addresses and ports as the targets of the nat table read them (extensions/libxt_NAT.c). */
final class NatWords {
    /** TCP, UDP, SCTP, DCCP and, though the complaint doesn't say so, ICMP with its identifiers. */
    private static final Set<Integer> WITH_PORTS = Set.of(6, 17, 132, 33, 1);

    private static final int LAST_PORT = 65535;

    private NatWords() {}

    /** {@code a}, {@code a-b}, {@code a-b:p-q}, {@code :p}; {@code p-q/r} where ports may be shifted. */
    static NatRange range(String argument, Words words, boolean shifts) throws IptablesError {
        if (argument.indexOf('[') >= 0) {
            throw IptablesError.parameter("Invalid address format");
        }
        int colon = argument.indexOf(':');
        if (colon >= 0 && argument.indexOf(':', colon + 1) >= 0) {
            colon = -1;
        }
        NatRange ports = colon < 0 ? NatRange.NONE : ports(argument.substring(colon + 1), words, shifts);
        if (colon == 0) {
            return ports;
        }
        String addresses = colon < 0 ? argument : argument.substring(0, colon);
        int dash = addresses.indexOf('-');
        Ipv4Address first = address(dash < 0 ? addresses : addresses.substring(0, dash));
        Ipv4Address last = dash < 0 ? first : address(addresses.substring(dash + 1));
        return new NatRange(new NatRange.Addresses(first, last), ports.ports(), ports.basePort(), false, false, false);
    }

    private static Ipv4Address address(String text) throws IptablesError {
        return Ipv4Address.parse(text).orElseThrow(() -> IptablesError.parameter("Bad IP address \"" + text + "\""));
    }

    /**
     * {@code p}, {@code p-q} or {@code p-q/r}.
     *
     * @param shifts whether the kernel is told of the port behind the slash; otherwise it takes 0 for it
     */
    static NatRange ports(String argument, Words words, boolean shifts) throws IptablesError {
        if (!WITH_PORTS.contains(words.typedProtocol())) {
            throw IptablesError.parameter("Need TCP, UDP, SCTP or DCCP with port specification");
        }
        if (words.profile() == Profile.CENTOS7) {
            return oldPorts(argument);
        }
        Number first = Number.at(argument, 0);
        if (first == null) {
            return only(service(argument));
        }
        if (first.end == argument.length()) {
            return only(first.value);
        }
        if (argument.charAt(first.end) == ':') {
            throw IptablesError.parameter("Invalid port:port syntax - use dash");
        }
        if (argument.charAt(first.end) != '-') {
            throw IptablesError.parameter("Garbage after port value: `" + argument.substring(first.end) + "'");
        }
        String rest = argument.substring(first.end + 1);
        Number last = Number.at(rest, 0);
        if (last == null) {
            throw invalid(rest);
        }
        if (last.value < first.value) {
            throw IptablesError.parameter("Port range `" + rest + "' funky");
        }
        int base = NatRange.NO_BASE;
        if (last.end < rest.length()) {
            if (rest.charAt(last.end) != '/') {
                throw IptablesError.parameter("Garbage after port range: `" + rest.substring(last.end) + "'");
            }
            String shifted = rest.substring(last.end + 1);
            Number number = Number.at(shifted, 1);
            int typed = number == null ? service(shifted) : number.value;
            base = shifts ? typed : 0;
        }
        return new NatRange(null, new PortRange(first.value, last.value), base, false, false, false);
    }

    private static NatRange only(int port) {
        return new NatRange(null, new PortRange(port, port), NatRange.NO_BASE, false, false, false);
    }

    private static int service(String text) throws IptablesError {
        return ServiceNames.port(text, "").orElseThrow(() -> invalid(text));
    }

    private static IptablesError invalid(String port) {
        return IptablesError.parameter("Port `" + port + "' not valid");
    }

    /** As 1.4.21 reads ports: numbers only, what follows them ignored, and complaints with an empty line behind. */
    private static NatRange oldPorts(String argument) throws IptablesError {
        int dash = argument.indexOf('-');
        int first = oldPort(argument, argument);
        if (argument.indexOf(':') >= 0) {
            throw IptablesError.parameter("Invalid port:port syntax - use dash\n");
        }
        if (dash < 0) {
            return only(first);
        }
        int last = oldPort(argument.substring(dash + 1), argument.substring(dash + 1));
        if (last < first) {
            throw IptablesError.parameter("Port range `" + argument + "' funky\n");
        }
        return new NatRange(null, new PortRange(first, last), NatRange.NO_BASE, false, false, false);
    }

    private static int oldPort(String text, String complained) throws IptablesError {
        int value = 0;
        for (int i = 0; i < text.length() && Character.isDigit(text.charAt(i)) && value <= LAST_PORT; i++) {
            value = value * 10 + (text.charAt(i) - '0');
        }
        if (value < 1 || value > LAST_PORT) {
            throw IptablesError.parameter("Port `" + complained + "' not valid\n");
        }
        return value;
    }

    /** A port number at the beginning of a text, decimal, octal or hexadecimal, and where it ends. */
    private record Number(int value, int end) {
        static @Nullable Number at(String text, int least) {
            boolean hex = text.startsWith("0x") || text.startsWith("0X");
            int radix = hex ? 16 : text.startsWith("0") ? 8 : 10;
            int begin = hex ? 2 : 0;
            int end = begin;
            long value = 0;
            while (end < text.length() && value <= LAST_PORT) {
                int digit = text.charAt(end) < 128 ? Character.digit(text.charAt(end), radix) : -1;
                if (digit < 0) {
                    break;
                }
                value = value * radix + digit;
                end++;
            }
            return end == begin || value > LAST_PORT || value < least ? null : new Number((int) value, end);
        }
    }
}
