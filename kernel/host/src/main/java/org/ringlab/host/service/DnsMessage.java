package org.ringlab.host.service;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;

/** The little of DNS (RFC 1035) that a lab speaks: one question for an A record, at most one answer. */
public final class DnsMessage {
    private static final int HEADER = 12;
    private static final int TYPE_AND_CLASS = 4;
    private static final int MAX_LABEL = 63;

    private DnsMessage() {}

    /** A query for the A record of a name. */
    public static Bytes query(int id, String name) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        shorts(out, id, 0x0100, 1, 0, 0, 0);
        for (String label : name.split("\\.")) {
            byte[] bytes = label.getBytes(StandardCharsets.UTF_8);
            int length = Math.min(bytes.length, MAX_LABEL);
            out.write(length);
            out.write(bytes, 0, length);
        }
        out.write(0);
        shorts(out, 1, 1);
        return Bytes.of(out.toByteArray());
    }

    /** The answer to a query out of a zone (NXDOMAIN for unknown names); empty for what is no query. */
    public static Optional<Bytes> answer(Bytes query, Map<String, Ipv4Address> zone) {
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
        if (end > bytes.length) {
            return Optional.empty();
        }
        @Nullable Ipv4Address address = zone.get(name.toString());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, 2);
        shorts(out, address == null ? 0x8183 : 0x8180, 1, address == null ? 0 : 1, 0, 0);
        out.write(bytes, HEADER, end - HEADER);
        if (address != null) {
            shorts(out, 0xC00C, 1, 1, 0, 60, 4, address.bits() >>> 16, address.bits());
        }
        return Optional.of(Bytes.of(out.toByteArray()));
    }

    /** The addresses in an answer made by {@link #answer}. */
    public static List<String> addresses(Bytes answer) {
        if (answer.length() < HEADER || answer.at(6) == 0 && answer.at(7) == 0) {
            return List.of();
        }
        int bits = 0;
        for (int i = answer.length() - 4; i < answer.length(); i++) {
            bits = bits << 8 | answer.at(i);
        }
        return List.of(new Ipv4Address(bits).toString());
    }

    private static void shorts(ByteArrayOutputStream out, int... values) {
        for (int value : values) {
            out.write(value >>> 8);
            out.write(value);
        }
    }
}
