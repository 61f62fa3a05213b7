package org.ringlab.netfilter.ipset;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.UdpDatagram;
import org.ringlab.netfilter.rules.ProtocolNames;
import org.ringlab.netfilter.rules.ServiceNames;

/** Reads what is typed as an element of a set: a range or a network stands for all in it. */
final class ElementReader {
    /** More elements than this are never put into a set at once. */
    private static final long MOST = 65_536;

    private ElementReader() {}

    static List<Element> read(IpSet set, String text) throws SetError {
        int comma = text.indexOf(',');
        return switch (set.type()) {
            case HASH_IP -> addresses(set, text);
            case BITMAP_IP -> {
                List<Element> all = addresses(set, text);
                for (Element element : all) {
                    checkRange(
                            set,
                            Integer.toUnsignedLong(element.network().address().bits()));
                }
                yield all;
            }
            case HASH_NET -> List.of(Element.of(network(set, text)));
            case HASH_IP_PORT, HASH_NET_PORT -> {
                if (comma < 0) {
                    throw SetError.refused("Syntax error: Second element is missing from " + text + ".");
                }
                Ipv4Prefix network = set.type() == SetType.HASH_NET_PORT
                        ? network(set, text.substring(0, comma))
                        : new Ipv4Prefix(address(text.substring(0, comma)), 32);
                yield ports(text.substring(comma + 1), network);
            }
            case BITMAP_PORT -> {
                List<Element> all = new ArrayList<>();
                for (Element element : ports(text, Ipv4Prefix.ALL)) {
                    checkRange(set, element.port());
                    all.add(new Element(Ipv4Prefix.ALL, 0, element.port(), ""));
                }
                yield all;
            }
            case LIST_SET -> List.of(new Element(Ipv4Prefix.ALL, 0, 0, text));
        };
    }

    private static void checkRange(IpSet set, long value) throws SetError {
        if (value < set.options().first() || value > set.options().last()) {
            throw SetError.refused("Element is out of the range of the set");
        }
    }

    private static Ipv4Address address(String text) throws SetError {
        return Ipv4Address.parse(text)
                .orElseThrow(() ->
                        SetError.refused("Syntax error: cannot parse " + text + ": resolving to IPv4 address failed"));
    }

    private static Ipv4Prefix network(IpSet set, String text) throws SetError {
        Ipv4Prefix prefix = prefix(text);
        if (prefix.length() == 0) {
            throw SetError.refused("The value of the CIDR parameter of the IP address is invalid");
        }
        return set.masked(prefix);
    }

    private static Ipv4Prefix prefix(String text) throws SetError {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return new Ipv4Prefix(address(text), 32);
        }
        OptionalInt length = number(text.substring(slash + 1), 32);
        if (length.isEmpty()) {
            throw SetError.refused("Syntax error: '" + text.substring(slash + 1) + "' is out of range 0-32");
        }
        return new Ipv4Prefix(address(text.substring(0, slash)), length.getAsInt());
    }

    private static List<Element> addresses(IpSet set, String text) throws SetError {
        int dash = text.indexOf('-');
        long first;
        long last;
        if (dash >= 0) {
            first = Integer.toUnsignedLong(address(text.substring(0, dash)).bits());
            last = Integer.toUnsignedLong(address(text.substring(dash + 1)).bits());
        } else {
            Ipv4Prefix prefix = prefix(text);
            first = Integer.toUnsignedLong(prefix.network().address().bits());
            last = Integer.toUnsignedLong(prefix.broadcast().bits());
        }
        if (Math.abs(last - first) >= MOST) {
            throw SetError.refused("Hash is full, cannot add more elements");
        }
        List<Element> all = new ArrayList<>();
        for (long bits = Math.min(first, last); bits <= Math.max(first, last); bits++) {
            Element element = Element.of(set.masked(new Ipv4Prefix(new Ipv4Address((int) bits), 32)));
            if (all.isEmpty() || !all.getLast().equals(element)) {
                all.add(element);
            }
        }
        return all;
    }

    /** {@code 80}, {@code udp:53}, {@code tcp:80-90}; without a protocol it is TCP. */
    private static List<Element> ports(String text, Ipv4Prefix network) throws SetError {
        int colon = text.indexOf(':');
        int protocol = TcpSegment.PROTOCOL;
        if (colon >= 0) {
            String name = text.substring(0, colon);
            protocol = ProtocolNames.number(name)
                    .orElseThrow(() -> SetError.refused("Syntax error: cannot parse '" + name + "' as a protocol"));
            if (protocol != TcpSegment.PROTOCOL && protocol != UdpDatagram.PROTOCOL) {
                throw SetError.refused("not simulated: ports of " + name);
            }
        }
        String ports = text.substring(colon + 1);
        int dash = ports.indexOf('-');
        int first = port(dash < 0 ? ports : ports.substring(0, dash), protocol);
        int last = dash < 0 ? first : port(ports.substring(dash + 1), protocol);
        List<Element> all = new ArrayList<>();
        for (int port = Math.min(first, last); port <= Math.max(first, last); port++) {
            all.add(new Element(network, protocol, port, ""));
        }
        return all;
    }

    static int port(String text, int protocol) throws SetError {
        OptionalInt number = number(text, 65_535);
        OptionalInt found =
                number.isPresent() ? number : ServiceNames.port(text, protocol == TcpSegment.PROTOCOL ? "tcp" : "udp");
        return found.orElseThrow(() -> SetError.refused(
                "Syntax error: cannot parse '" + text + "' as a " + (protocol == 6 ? "TCP" : "UDP") + " port"));
    }

    static OptionalInt number(String text, int most) {
        if (!text.matches("[0-9]{1,9}")) {
            return OptionalInt.empty();
        }
        int value = Integer.parseInt(text);
        return value > most ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
