package org.ringlab.host.capture;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.ringlab.host.capture.FilterParser.Qualifiers;
import org.ringlab.host.capture.FilterToken.Kind;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.rules.ServiceNames;

/** What a primitive of a filter expression asks of a packet (libpcap's gencode.c). */
final class FilterPrimitives {
    private final Function<String, Optional<Ipv4Address>> hosts;

    FilterPrimitives(Function<String, Optional<Ipv4Address>> hosts) {
        this.hosts = hosts;
    }

    /** A number as C writes it, at most 32 bits. */
    static long number(String text) throws FilterException {
        try {
            long value = Long.decode(text);
            if (value <= 0xFFFF_FFFFL) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new FilterException("number " + text
                + (text.matches("0\\d*[89]\\d*") ? " contains non-octal digit" : " overflows 32 bits"));
    }

    /** Whether a packet carries a protocol. */
    static PacketTest carries(String protocol) throws FilterException {
        return switch (protocol) {
            case "ether", "link" -> p -> true;
            case "ip" -> PacketView::isIpv4;
            case "arp" -> etherType(PacketView.ARP);
            case "rarp" -> etherType(PacketView.RARP);
            case "stp" -> PacketView::isStp;
            case "ip6", "icmp6" -> p -> false;
            default -> {
                int number = protocolNumber(protocol)
                        .orElseThrow(() -> new FilterException("unknown ip proto '" + protocol + "'"));
                yield p -> p.isIpv4() && p.protocol() == number;
            }
        };
    }

    private static PacketTest etherType(int type) {
        return p -> p.etherType() == type;
    }

    private static OptionalInt protocolNumber(String name) {
        return switch (name) {
            case "icmp" -> OptionalInt.of(1);
            case "igmp" -> OptionalInt.of(2);
            case "ipip", "ipencap" -> OptionalInt.of(4);
            case "tcp" -> OptionalInt.of(6);
            case "udp" -> OptionalInt.of(17);
            case "gre" -> OptionalInt.of(47);
            case "esp" -> OptionalInt.of(50);
            case "ah" -> OptionalInt.of(51);
            case "sctp" -> OptionalInt.of(132);
            default -> OptionalInt.empty();
        };
    }

    PacketTest protocol(String name) throws FilterException {
        if (name.equals("ether") || name.equals("link")) {
            throw FilterException.syntax();
        }
        return carries(name);
    }

    /** {@code broadcast} and {@code multicast}. */
    PacketTest group(String protocol, String which) throws FilterException {
        boolean broadcast = which.equals("broadcast");
        return switch (protocol) {
            case "", "ether", "link" ->
                p -> switch (p.link()) {
                    case ETHERNET -> broadcast ? mac(p, 0) == MacAddress.BROADCAST.bits() : (p.u8(0) & 1) == 1;
                    case RAW -> false;
                    case COOKED, COOKED2 -> p.way() == 1 || !broadcast && p.way() == 2;
                };
            case "ip" -> {
                if (broadcast) {
                    throw new FilterException("netmask not known, so 'ip broadcast' not supported");
                }
                yield p -> p.isIpv4() && p.u8(p.network() + 16) >= 224;
            }
            default -> throw new FilterException("only link-layer/IP " + which + " filters supported");
        };
    }

    private static long mac(PacketView p, int at) {
        return p.read(at, 4) << 16 | p.u16(at + 4);
    }

    /** A name or number with its qualifiers. */
    PacketTest id(Qualifiers q, FilterToken name) throws FilterException {
        return switch (q.type()) {
            case "port", "portrange" -> ports(q, name.text());
            case "proto" -> proto(q, name.text());
            default -> {
                if (q.protocol().equals("ether") || q.protocol().equals("link")) {
                    yield station(q, name);
                }
                if (name.kind() == Kind.ADDRESS) {
                    int parts = name.text().split("\\.").length;
                    yield network(q, address(name.text()), Ipv4Prefix.mask(8 * parts));
                }
                if (name.kind() == Kind.NUMBER) {
                    yield number(q, (int) number(name.text()));
                }
                if (name.kind() == Kind.MAC) {
                    throw new FilterException("ethernet address used in non-ether expression");
                }
                if (q.type().equals("net")) {
                    throw new FilterException("unknown network '" + name.text() + "'");
                }
                Ipv4Address found = hosts.apply(name.text())
                        .orElseThrow(() -> new FilterException("unknown host '" + name.text() + "'"));
                yield network(q, found.bits(), -1);
            }
        };
    }

    /** {@code net 10}: a short number is the front of an address. */
    private PacketTest number(Qualifiers q, int number) throws FilterException {
        int value = number;
        int mask = -1;
        while (q.type().equals("net") && value != 0 && (value & 0xFF00_0000) == 0) {
            value <<= 8;
            mask <<= 8;
        }
        return network(q, value, mask);
    }

    /** Two to four numbers with dots, the front of an address. */
    private static int address(String text) throws FilterException {
        String full = text + ".0".repeat(4 - text.split("\\.").length);
        return Ipv4Address.parse(full)
                .orElseThrow(() -> new FilterException("invalid IPv4 address '" + text + "'"))
                .bits();
    }

    /** {@code a.b.c.d/len}. */
    PacketTest prefix(Qualifiers q, FilterToken network, FilterToken length) throws FilterException {
        if (length.kind() != Kind.NUMBER) {
            throw FilterException.syntax();
        }
        if (number(length.text()) > 32) {
            throw new FilterException("mask length must be <= 32");
        }
        int mask = Ipv4Prefix.mask((int) number(length.text()));
        return checked(q, network, mask, network.text() + "/" + length.text());
    }

    /** {@code a.b.c.d mask m.m.m.m}. */
    PacketTest masked(Qualifiers q, FilterToken network, FilterToken mask) throws FilterException {
        if (mask.kind() != Kind.ADDRESS) {
            throw FilterException.syntax();
        }
        return checked(q, network, address(mask.text()), network.text() + " mask " + mask.text());
    }

    private PacketTest checked(Qualifiers q, FilterToken network, int mask, String text) throws FilterException {
        int bits = address(network.text());
        if ((bits & ~mask) != 0) {
            throw new FilterException("non-network bits set in \"" + text + "\"");
        }
        if (!q.type().equals("net") && !q.type().equals("host") && !q.type().isEmpty()) {
            throw new FilterException("Mask syntax for networks only");
        }
        return network(q, bits, mask);
    }

    private static PacketTest network(Qualifiers q, int bits, int mask) throws FilterException {
        PacketTest ip =
                both(q, p -> (p.u32(p.network() + 12) & mask) == bits, p -> (p.u32(p.network() + 16) & mask) == bits);
        PacketTest arp =
                both(q, p -> (p.u32(p.network() + 14) & mask) == bits, p -> (p.u32(p.network() + 24) & mask) == bits);
        return switch (q.protocol()) {
            case "" ->
                p -> switch (p.etherType()) {
                    case PacketView.IPV4 -> ip.test(p);
                    case PacketView.ARP, PacketView.RARP -> arp.test(p);
                    default -> false;
                };
            case "ip" -> carries("ip").and(ip);
            case "arp", "rarp" -> carries(q.protocol()).and(arp);
            case "ip6" -> throw new FilterException("'ip6' modifier applied to ip host");
            default ->
                throw new FilterException("'" + q.protocol() + "' modifier applied to "
                        + (q.type().equals("net") ? "net" : "host"));
        };
    }

    private static PacketTest both(Qualifiers q, PacketTest source, PacketTest destination) {
        return switch (q.direction()) {
            case "src" -> source;
            case "dst" -> destination;
            case "src and dst", "dst and src" -> source.and(destination);
            default -> source.or(destination);
        };
    }

    private static PacketTest station(Qualifiers q, FilterToken name) throws FilterException {
        Optional<MacAddress> mac = MacAddress.parse(name.text().replaceAll("\\b([0-9a-fA-F])\\b", "0$1"));
        if (mac.isEmpty()) {
            throw new FilterException(
                    name.kind() == Kind.WORD
                            ? "unknown ether host '" + name.text() + "'"
                            : "illegal link layer address");
        }
        long bits = mac.get().bits();
        PacketTest test = both(q, p -> mac(p, 6) == bits, p -> mac(p, 0) == bits);
        return p -> p.link() == LinkType.ETHERNET && test.test(p);
    }

    private static PacketTest ports(Qualifiers q, String text) throws FilterException {
        boolean range = q.type().equals("portrange");
        if (!q.protocol().isEmpty() && !q.protocol().matches("tcp|udp|sctp")) {
            throw new FilterException("illegal qualifier of '" + q.type() + "'");
        }
        String protocol = q.protocol().equals("sctp") ? "" : q.protocol();
        int dash = range ? text.indexOf('-') : -1;
        String unknown = range ? "unknown port in range '" : "unknown port '";
        int from = port(dash < 0 ? text : text.substring(0, dash), protocol, unknown + text + "'");
        int to = dash < 0 ? from : port(text.substring(dash + 1), protocol, unknown + text + "'");
        int low = Math.min(from, to);
        int high = Math.max(from, to);
        PacketTest ports = both(q, p -> within(p, 0, low, high), p -> within(p, 2, low, high));
        PacketTest carried =
                q.protocol().isEmpty() ? carries("tcp").or(carries("udp")).or(carries("sctp")) : carries(q.protocol());
        return carried.and(p -> !p.isLaterFragment()).and(ports);
    }

    private static boolean within(PacketView p, int offset, int low, int high) {
        long port = p.read(p.transport() + offset, 2);
        return port >= low && port <= high;
    }

    private static int port(String text, String protocol, String unknown) throws FilterException {
        if (text.matches("\\d+")) {
            long port = number(text);
            if (port > 65_535) {
                throw new FilterException("illegal port number " + port + " > 65535");
            }
            return (int) port;
        }
        return ServiceNames.port(text, protocol).orElseThrow(() -> new FilterException(unknown));
    }

    private static PacketTest proto(Qualifiers q, String text) throws FilterException {
        boolean number = text.matches("\\d+|0[xX][0-9a-fA-F]+");
        if (q.protocol().equals("ether") || q.protocol().equals("link")) {
            return number ? etherType((int) number(text)) : carries(text);
        }
        if (!q.protocol().isEmpty() && !q.protocol().equals("ip")) {
            throw new FilterException("illegal qualifier of 'proto'");
        }
        if (!number) {
            if (protocolNumber(text).isEmpty()) {
                throw new FilterException("unknown ip proto '" + text + "'");
            }
            return carries(text);
        }
        long wanted = number(text);
        return p -> p.isIpv4() && p.protocol() == wanted;
    }
}
