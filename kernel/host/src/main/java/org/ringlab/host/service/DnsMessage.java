package org.ringlab.host.service;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;

/** The little of DNS (RFC 1035) that a lab speaks: one question for an A record, and its answers. */
public final class DnsMessage {
    private static final int HEADER = 12;
    private static final int TYPE_AND_CLASS = 4;
    private static final int ADDRESS = 1;
    /** An A record whose name is a pointer. */
    private static final int RECORD = 16;

    private static final int MAX_LABEL = 63;

    private DnsMessage() {}

    /** The record types that programs know, by name. */
    private static final Map<String, Integer> TYPES = Map.ofEntries(
            Map.entry("A", 1),
            Map.entry("NS", 2),
            Map.entry("CNAME", 5),
            Map.entry("SOA", 6),
            Map.entry("PTR", 12),
            Map.entry("HINFO", 13),
            Map.entry("MX", 15),
            Map.entry("TXT", 16),
            Map.entry("AAAA", 28),
            Map.entry("SRV", 33),
            Map.entry("NAPTR", 35),
            Map.entry("DS", 43),
            Map.entry("DNSKEY", 48),
            Map.entry("TLSA", 52),
            Map.entry("SPF", 99),
            Map.entry("IXFR", 251),
            Map.entry("AXFR", 252),
            Map.entry("ANY", 255),
            Map.entry("CAA", 257));

    /** The number of a record type, its name in any case; empty for what is none. */
    public static OptionalInt type(String name) {
        Integer number = TYPES.get(name.toUpperCase(Locale.ROOT));
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /** The name of a record type. */
    public static String typeName(int type) {
        return TYPES.entrySet().stream()
                .filter(entry -> entry.getValue() == type)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("TYPE" + type);
    }

    /** The name under which an address is asked for (RFC 1035, 3.5); what is no address stays as it is. */
    public static String reverse(String address) {
        String[] parts = address.split("\\.");
        return parts.length == 4
                ? parts[3] + "." + parts[2] + "." + parts[1] + "." + parts[0] + ".in-addr.arpa"
                : address;
    }

    /** A query for the A record of a name. */
    public static Bytes query(int id, String name) {
        return query(id, name, ADDRESS);
    }

    /** A query for records of a type. */
    public static Bytes query(int id, String name, int type) {
        Bytes out = shorts(id, 0x0100, 1, 0, 0, 0);
        for (String label : name.equals(".") ? new String[0] : name.split("\\.")) {
            Bytes bytes = Bytes.utf8(label);
            int length = Math.min(bytes.length(), MAX_LABEL);
            out = out.plus(Bytes.filled(1, length)).plus(bytes.first(length));
        }
        return out.plus(Bytes.filled(1, 0)).plus(shorts(type, 1));
    }

    /** The name that a query asks for; empty for what is no query. */
    public static Optional<String> question(Bytes query) {
        return parse(query).map(Question::name);
    }

    private record Question(String name, int type, int end) {}

    private static Optional<Question> parse(Bytes query) {
        byte[] bytes = query.toArray();
        StringBuilder name = new StringBuilder();
        int at = HEADER;
        while (at < bytes.length && bytes[at] != 0) {
            int length = query.at(at);
            if (at + 1 + length > bytes.length) {
                return Optional.empty();
            }
            byte[] label = Arrays.copyOfRange(bytes, at + 1, at + 1 + length);
            name.append(name.isEmpty() ? "" : ".").append(new String(label, StandardCharsets.UTF_8));
            at += 1 + length;
        }
        int end = at + 1 + TYPE_AND_CLASS;
        return end > bytes.length
                ? Optional.empty()
                : Optional.of(new Question(name.toString(), query.at(at + 1) << 8 | query.at(at + 2), end));
    }

    /** The answer to a query out of a zone (NXDOMAIN for unknown names); empty for what is no query. */
    public static Optional<Bytes> answer(Bytes query, Map<String, List<Ipv4Address>> zone) {
        Optional<Question> asked = parse(query);
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        byte[] bytes = query.toArray();
        int end = asked.get().end();
        boolean forAddress = asked.get().type() == ADDRESS;
        List<Ipv4Address> known = zone.getOrDefault(asked.get().name(), List.of());
        List<Ipv4Address> addresses = forAddress ? known : List.of();
        Bytes message = query.first(2)
                .plus(shorts(known.isEmpty() ? 0x8183 : 0x8180, 1, addresses.size(), 0, 0))
                .plus(Bytes.of(Arrays.copyOfRange(bytes, HEADER, end)));
        for (Ipv4Address address : addresses) {
            message = message.plus(shorts(0xC00C, 1, 1, 0, 60, 4, address.bits() >>> 16, address.bits()));
        }
        return Optional.of(message);
    }

    /** The addresses in an answer made by {@link #answer}. */
    public static List<String> addresses(Bytes answer) {
        int count = answer.length() < HEADER ? 0 : answer.at(6) << 8 | answer.at(7);
        List<String> addresses = new ArrayList<>();
        for (int i = count; i > 0 && answer.length() - i * RECORD >= HEADER; i--) {
            int end = answer.length() - (i - 1) * RECORD;
            int bits = 0;
            for (int at = end - 4; at < end; at++) {
                bits = bits << 8 | answer.at(at);
            }
            addresses.add(new Ipv4Address(bits).toString());
        }
        return addresses;
    }

    /** Numbers of two bytes each, in network order. */
    private static Bytes shorts(int... values) {
        byte[] bytes = new byte[2 * values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[2 * i] = (byte) (values[i] >>> 8);
            bytes[2 * i + 1] = (byte) values[i];
        }
        return Bytes.of(bytes);
    }
}
