package org.ringlab.host.capture;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.capture.FilterToken.Kind;
import org.ringlab.netfilter.packet.Ipv4Address;

/** Reads a filter expression (libpcap's grammar.y): {@code and} and {@code or} bind alike, from left to right. */
final class FilterParser {
    private static final int MAX_DEPTH = 100;
    private static final Set<String> PROTOCOLS = Set.of(
            "ether", "link", "ip", "ip6", "arp", "rarp", "stp", "tcp", "udp", "sctp", "icmp", "icmp6", "igmp", "gre",
            "esp", "ah");
    private static final Set<String> TYPES = Set.of("host", "net", "port", "portrange", "proto");
    private static final Set<String> DIRECTIONS = Set.of("src", "dst");
    private static final Set<String> OTHER_KEYWORDS = Set.of(
            "and",
            "or",
            "not",
            "gateway",
            "broadcast",
            "multicast",
            "less",
            "greater",
            "len",
            "mask",
            "inbound",
            "outbound",
            "vlan",
            "mpls");
    private static final Set<String> RELATIONS = Set.of("=", "==", "!=", "<", ">", "<=", ">=");
    private static final Set<String> ARITHMETIC = Set.of("+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>");

    private final List<FilterToken> tokens;
    private final FilterPrimitives primitives;
    private int at;
    private int depth;
    private boolean tagged;
    private @Nullable Qualifiers last;

    /** What stands in front of a name or number; empty where nothing does. */
    record Qualifiers(String protocol, String direction, String type) {}

    FilterParser(String expression, Function<String, Optional<Ipv4Address>> hosts) throws FilterException {
        tokens = FilterToken.split(expression);
        primitives = new FilterPrimitives(hosts);
    }

    PacketTest parse() throws FilterException {
        PacketTest test = expression();
        if (peek().kind() != Kind.END) {
            throw FilterException.syntax();
        }
        return test;
    }

    private PacketTest expression() throws FilterException {
        PacketTest test = term();
        while (true) {
            if (take("and") || take("&&")) {
                test = test.and(term());
            } else if (take("or") || take("||")) {
                test = test.or(term());
            } else {
                return test;
            }
        }
    }

    private PacketTest term() throws FilterException {
        if (++depth > MAX_DEPTH) {
            throw FilterException.syntax();
        }
        try {
            if (take("not") || take("!")) {
                return term().not();
            }
            Qualifiers inherited = last;
            if (inherited != null && isName(peek()) && !continuesArithmetic(1)) {
                return one(inherited);
            }
            return startsArithmetic() ? relation() : peek().is("(") ? parenthesis() : primitive();
        } finally {
            depth--;
        }
    }

    /** An expression in parentheses, or one of arithmetic that begins with one. */
    private PacketTest parenthesis() throws FilterException {
        int start = at;
        try {
            next();
            PacketTest inner = expression();
            expect(")");
            if (!RELATIONS.contains(peek().text()) && !ARITHMETIC.contains(peek().text())) {
                return inner;
            }
        } catch (FilterException e) {
            at = start;
            try {
                return relation();
            } catch (FilterException second) {
                throw e;
            }
        }
        at = start;
        return relation();
    }

    private boolean startsArithmetic() {
        FilterToken token = peek();
        return token.kind() == Kind.NUMBER
                || token.is("-")
                || token.is("len")
                || FilterArithmetic.isConstant(token)
                || token.kind() == Kind.WORD && PROTOCOLS.contains(token.text()) && peek(1).is("[");
    }

    private boolean continuesArithmetic(int ahead) {
        FilterToken token = peek(ahead);
        return token.kind() == Kind.SIGN && (RELATIONS.contains(token.text()) || ARITHMETIC.contains(token.text()));
    }

    private PacketTest relation() throws FilterException {
        FilterArithmetic left = arithmetic(0);
        FilterToken relation = next();
        if (relation.kind() != Kind.SIGN || !RELATIONS.contains(relation.text())) {
            throw FilterException.syntax();
        }
        return left.compare(relation.text(), arithmetic(0));
    }

    /** Binary signs of that level (0 binds loosest) and tighter ones. */
    private FilterArithmetic arithmetic(int level) throws FilterException {
        if (level == LEVELS.size()) {
            return factor();
        }
        FilterArithmetic value = arithmetic(level + 1);
        while (peek().kind() == Kind.SIGN && LEVELS.get(level).contains(peek().text())) {
            String sign = next().text();
            FilterArithmetic right = arithmetic(level + 1);
            if (right.isZero() && (sign.equals("/") || sign.equals("%"))) {
                throw new FilterException(sign.equals("/") ? "division by zero" : "modulus by zero");
            }
            value = value.combine(sign, right);
        }
        return value;
    }

    private static final List<Set<String>> LEVELS =
            List.of(Set.of("|", "&", "^"), Set.of("<<", ">>"), Set.of("+", "-"), Set.of("*", "/", "%"));

    private FilterArithmetic factor() throws FilterException {
        FilterToken token = next();
        if (++depth > MAX_DEPTH) {
            throw FilterException.syntax();
        }
        try {
            if (token.is("-")) {
                return FilterArithmetic.constant(0).combine("-", factor());
            }
            if (token.is("(")) {
                FilterArithmetic inner = arithmetic(0);
                expect(")");
                return inner;
            }
            if (token.kind() == Kind.NUMBER) {
                return FilterArithmetic.constant(FilterPrimitives.number(token.text()));
            }
            if (FilterArithmetic.isConstant(token)) {
                return FilterArithmetic.named(token);
            }
            if (token.is("len")) {
                return FilterArithmetic.length();
            }
            if (token.kind() == Kind.WORD && PROTOCOLS.contains(token.text())) {
                return load(token.text());
            }
            throw FilterException.syntax();
        } finally {
            depth--;
        }
    }

    /** {@code [OFFSET]} or {@code [OFFSET:SIZE]}. */
    private FilterArithmetic load(String protocol) throws FilterException {
        expect("[");
        FilterArithmetic offset = arithmetic(0);
        int size = 1;
        if (take(":")) {
            FilterToken token = next();
            if (token.kind() != Kind.NUMBER) {
                throw FilterException.syntax();
            }
            size = (int) FilterPrimitives.number(token.text());
            if (size != 1 && size != 2 && size != 4) {
                throw new FilterException("data size must be 1, 2, or 4");
            }
        }
        expect("]");
        return FilterArithmetic.load(protocol, offset, size);
    }

    /** What stands behind {@code vlan} is looked for behind the tag (pcap-filter(7)). */
    private PacketTest primitive() throws FilterException {
        boolean behindTag = tagged;
        if (take("vlan")) {
            last = null;
            boolean numbered = peek().kind() == Kind.NUMBER;
            int number = numbered ? (int) FilterPrimitives.number(next().text()) : 0;
            tagged = true;
            PacketTest test = numbered ? p -> p.vlan() == number : p -> p.vlan() >= 0;
            return behindTag ? p -> test.test(p.inside()) : test;
        }
        PacketTest test = plain();
        return behindTag ? p -> test.test(p.inside()) : test;
    }

    private PacketTest plain() throws FilterException {
        last = null;
        if (take("less") || take("greater")) {
            boolean less = tokens.get(at - 1).text().equals("less");
            FilterToken token = next();
            if (token.kind() != Kind.NUMBER) {
                throw FilterException.syntax();
            }
            long limit = FilterPrimitives.number(token.text());
            return less ? p -> p.length() <= limit : p -> p.length() >= limit;
        }
        if (take("inbound")) {
            return p -> p.way() != 4;
        }
        if (take("outbound")) {
            return p -> p.way() == 4;
        }
        String protocol = word(PROTOCOLS);
        if (take("broadcast") || take("multicast")) {
            return primitives.group(protocol, tokens.get(at - 1).text());
        }
        String direction = direction();
        String type = word(TYPES);
        if (direction.isEmpty() && type.isEmpty()) {
            if (protocol.isEmpty() || isName(peek())) {
                throw FilterException.syntax();
            }
            return primitives.protocol(protocol);
        }
        return id(new Qualifiers(protocol, direction, type));
    }

    private String direction() throws FilterException {
        String first = word(DIRECTIONS);
        if (first.isEmpty() || !(peek().is("or") || peek().is("and")) || !isDirection(peek(1))) {
            return first;
        }
        return first + " " + next().text() + " " + next().text();
    }

    private static boolean isDirection(FilterToken token) {
        return token.kind() == Kind.WORD && DIRECTIONS.contains(token.text());
    }

    private PacketTest id(Qualifiers qualifiers) throws FilterException {
        last = qualifiers;
        if (take("(")) {
            PacketTest test = expression();
            expect(")");
            return test;
        }
        if (!isName(peek())) {
            throw FilterException.syntax();
        }
        return one(qualifiers);
    }

    private PacketTest one(Qualifiers qualifiers) throws FilterException {
        FilterToken name = next();
        if (name.kind() == Kind.ADDRESS
                || name.kind() == Kind.NUMBER && qualifiers.type().equals("net")) {
            if (take("/")) {
                return primitives.prefix(qualifiers, name, next());
            }
            if (take("mask")) {
                return primitives.masked(qualifiers, name, next());
            }
        }
        // 80-90 is one word to the scanner only where a letter is in it
        if (qualifiers.type().equals("portrange") && name.kind() == Kind.NUMBER && take("-")) {
            return primitives.id(qualifiers, new FilterToken(Kind.WORD, name.text() + "-" + next().text()));
        }
        return primitives.id(qualifiers, name);
    }

    private static boolean isName(FilterToken token) {
        return switch (token.kind()) {
            case ESCAPED, NUMBER, ADDRESS, MAC -> true;
            case WORD ->
                !PROTOCOLS.contains(token.text())
                        && !TYPES.contains(token.text())
                        && !DIRECTIONS.contains(token.text())
                        && !OTHER_KEYWORDS.contains(token.text())
                        && !FilterArithmetic.isConstant(token);
            case SIGN, END -> false;
        };
    }

    private String word(Set<String> known) {
        return peek().kind() == Kind.WORD && known.contains(peek().text()) ? next().text() : "";
    }

    private FilterToken peek() {
        return peek(0);
    }

    private FilterToken peek(int ahead) {
        return tokens.get(Math.min(at + ahead, tokens.size() - 1));
    }

    private FilterToken next() {
        FilterToken token = peek();
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    private boolean take(String sign) {
        boolean there = peek().is(sign);
        if (there) {
            next();
        }
        return there;
    }

    private void expect(String sign) throws FilterException {
        if (!take(sign)) {
            throw FilterException.syntax();
        }
    }
}
