package org.ringlab.host.capture;

import java.util.Map;
import java.util.function.LongBinaryOperator;
import java.util.function.ToLongFunction;

/**
 * A number worked out of a packet: unsigned, 32 bits, {@link PacketView#NOTHING} where a byte isn't there.
 *
 * @param guard what must hold for its bytes to have a meaning
 * @param value the number
 * @param isZero whether it is the constant 0
 */
record FilterArithmetic(PacketTest guard, ToLongFunction<PacketView> value, boolean isZero) {
    private static final Map<String, Integer> CONSTANTS = Map.ofEntries(
            Map.entry("icmptype", 0),
            Map.entry("icmpcode", 1),
            Map.entry("tcpflags", 13),
            Map.entry("icmp-echoreply", 0),
            Map.entry("icmp-unreach", 3),
            Map.entry("icmp-sourcequench", 4),
            Map.entry("icmp-redirect", 5),
            Map.entry("icmp-echo", 8),
            Map.entry("icmp-routeradvert", 9),
            Map.entry("icmp-routersolicit", 10),
            Map.entry("icmp-timxceed", 11),
            Map.entry("icmp-paramprob", 12),
            Map.entry("icmp-tstamp", 13),
            Map.entry("icmp-tstampreply", 14),
            Map.entry("icmp-ireq", 15),
            Map.entry("icmp-ireqreply", 16),
            Map.entry("icmp-maskreq", 17),
            Map.entry("icmp-maskreply", 18),
            Map.entry("tcp-fin", 1),
            Map.entry("tcp-syn", 2),
            Map.entry("tcp-rst", 4),
            Map.entry("tcp-push", 8),
            Map.entry("tcp-ack", 16),
            Map.entry("tcp-urg", 32),
            Map.entry("tcp-ece", 64),
            Map.entry("tcp-cwr", 128));
    private static final long MASK = 0xFFFF_FFFFL;

    static boolean isConstant(FilterToken token) {
        return token.kind() == FilterToken.Kind.WORD && CONSTANTS.containsKey(token.text());
    }

    static FilterArithmetic named(FilterToken token) {
        return constant(CONSTANTS.getOrDefault(token.text(), 0));
    }

    static FilterArithmetic constant(long value) {
        return new FilterArithmetic(p -> true, p -> value & MASK, (value & MASK) == 0);
    }

    static FilterArithmetic length() {
        return new FilterArithmetic(p -> true, PacketView::length, false);
    }

    /** {@code protocol[offset:size]}. */
    static FilterArithmetic load(String protocol, FilterArithmetic offset, int size) throws FilterException {
        ToLongFunction<PacketView> base = switch (protocol) {
            case "ether", "link" -> p -> 0;
            case "ip", "arp", "rarp", "ip6" -> PacketView::network;
            default -> PacketView::transport;
        };
        PacketTest its = switch (protocol) {
            case "ether", "link" -> p -> true;
            case "ip", "arp", "rarp", "ip6" -> FilterPrimitives.carries(protocol);
            default -> FilterPrimitives.carries(protocol).and(p -> !p.isLaterFragment());
        };
        return new FilterArithmetic(
                offset.guard.and(its),
                p -> {
                    long at = offset.value.applyAsLong(p);
                    return at < 0 ? PacketView.NOTHING : p.read(base.applyAsLong(p) + at, size);
                },
                false);
    }

    /** Both joined by a sign of arithmetic. */
    FilterArithmetic combine(String sign, FilterArithmetic right) {
        LongBinaryOperator operation = switch (sign) {
            case "+" -> Long::sum;
            case "-" -> (a, b) -> a - b;
            case "*" -> (a, b) -> a * b;
            case "/" -> (a, b) -> b == 0 ? 0 : a / b;
            case "%" -> (a, b) -> b == 0 ? 0 : a % b;
            case "&" -> (a, b) -> a & b;
            case "|" -> (a, b) -> a | b;
            case "^" -> (a, b) -> a ^ b;
            case "<<" -> (a, b) -> b > 31 ? 0 : a << b;
            default -> (a, b) -> b > 31 ? 0 : a >>> b;
        };
        return new FilterArithmetic(
                guard.and(right.guard),
                p -> {
                    long a = value.applyAsLong(p);
                    long b = right.value.applyAsLong(p);
                    return a < 0 || b < 0 ? PacketView.NOTHING : operation.applyAsLong(a, b) & MASK;
                },
                false);
    }

    /** Both compared. */
    PacketTest compare(String relation, FilterArithmetic right) {
        return guard.and(right.guard).and(p -> {
            long a = value.applyAsLong(p);
            long b = right.value.applyAsLong(p);
            return a >= 0
                    && b >= 0
                    && switch (relation) {
                        case "=", "==" -> a == b;
                        case "!=" -> a != b;
                        case "<" -> a < b;
                        case ">" -> a > b;
                        case "<=" -> a <= b;
                        default -> a >= b;
                    };
        });
    }
}
