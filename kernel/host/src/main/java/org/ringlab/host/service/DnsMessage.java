package org.ringlab.host.service;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;

/** The little of DNS (RFC 1035) that a lab speaks: one question for an A record, and its answers. */
public final class DnsMessage {
    private static final int HEADER = 12;
    private static final int TYPE_AND_CLASS = 4;
    /** An A record whose name is a pointer. */
    private static final int RECORD = 16;

    private static final int MAX_LABEL = 63;

    private DnsMessage() {}

    /** A query for the A record of a name. */
    public static Bytes query(int id, String name) {
        Bytes out = shorts(id, 0x0100, 1, 0, 0, 0);
        for (String label : name.split("\\.")) {
            Bytes bytes = Bytes.utf8(label);
            int length = Math.min(bytes.length(), MAX_LABEL);
            out = out.plus(Bytes.filled(1, length)).plus(bytes.first(length));
        }
        return out.plus(Bytes.filled(1, 0)).plus(shorts(1, 1));
    }

    /** The name that a query asks for; empty for what is no query. */
    public static Optional<String> question(Bytes query) {
        return parse(query).map(Question::name);
    }

    private record Question(String name, int end) {}

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
        return end > bytes.length ? Optional.empty() : Optional.of(new Question(name.toString(), end));
    }

    /** The answer to a query out of a zone (NXDOMAIN for unknown names); empty for what is no query. */
    public static Optional<Bytes> answer(Bytes query, Map<String, List<Ipv4Address>> zone) {
        Optional<Question> asked = parse(query);
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        byte[] bytes = query.toArray();
        int end = asked.get().end();
        List<Ipv4Address> addresses = zone.getOrDefault(asked.get().name(), List.of());
        Bytes message = query.first(2)
                .plus(shorts(addresses.isEmpty() ? 0x8183 : 0x8180, 1, addresses.size(), 0, 0))
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
