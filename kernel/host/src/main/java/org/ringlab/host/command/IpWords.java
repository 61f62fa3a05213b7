package org.ringlab.host.command;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;

/**
 * The words behind an {@code ip} command, read from left to right: keywords, some with a value behind them, and words
 * that stand for themselves (lib/utils.c, {@code NEXT_ARG}).
 */
final class IpWords {
    private final List<String> words;
    private final IpKeywords keywords;
    private final Set<String> valued;
    private int at;
    private boolean incomplete;
    private int status;

    /**
     * Words at their beginning.
     *
     * @param keywords which words are keywords, and how short they may be
     * @param valued the keywords that have a value behind them
     */
    IpWords(List<String> words, IpKeywords keywords, Set<String> valued) {
        this.words = words;
        this.keywords = keywords;
        this.valued = valued;
    }

    /** Goes on to the next word; false at the end, and where the last keyword lacks its value. */
    boolean next() {
        if (at == words.size()) {
            return false;
        }
        at++;
        incomplete = valued.contains(word()) && at == words.size();
        return !incomplete;
    }

    /** The word that was gone to, a keyword in full. */
    String word() {
        return keywords.of(words.get(at - 1));
    }

    /** The same as it was typed. */
    String typed() {
        return words.get(at - 1);
    }

    /** The value behind a keyword, which is stepped over. */
    String value() {
        return words.get(at++);
    }

    /** The word that was read last, be it a value. */
    String last() {
        return words.get(at - 1);
    }

    /** Gives reading up, after a complaint, with the program's exit status. */
    <T> Optional<T> fail(int withStatus) {
        status = withStatus;
        return Optional.empty();
    }

    /** The exit status that reading was given up with. */
    int status() {
        return status;
    }

    /** Whether the last keyword lacks its value. */
    boolean isIncomplete() {
        return incomplete;
    }

    /** A number of 32 bits, decimal, hexadecimal behind 0x or octal behind 0 (lib/utils.c, {@code get_unsigned} with base 0). */
    static Optional<Integer> unsigned(String text) {
        boolean hex = text.startsWith("0x") || text.startsWith("0X");
        boolean octal = !hex && text.length() > 1 && text.startsWith("0");
        try {
            return Optional.of(Integer.parseUnsignedInt(
                    hex ? text.substring(2) : octal ? text.substring(1) : text, hex ? 16 : octal ? 8 : 10));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** A network or an address, whose last numbers may be left out: {@code 10.1/16} (lib/utils.c, {@code get_addr_ipv4}). */
    static Optional<Ipv4Prefix> network(String text) {
        int slash = text.indexOf('/');
        Optional<Ipv4Address> mask = slash < 0 ? Optional.empty() : Ipv4Address.parse(text.substring(slash + 1));
        if (mask.isPresent()) {
            int length = Integer.bitCount(mask.get().bits());
            return Ipv4Prefix.mask(length) == mask.get().bits()
                    ? network(text.substring(0, slash + 1) + length)
                    : Optional.empty();
        }
        String address = slash < 0 ? text : text.substring(0, slash);
        if (!address.matches("[0-9]{1,3}(\\.[0-9]{1,3}){0,2}")) {
            return Ipv4Prefix.parse(text);
        }
        long dots = address.chars().filter(c -> c == '.').count();
        return Ipv4Prefix.parse(address + ".0".repeat(3 - (int) dots) + (slash < 0 ? "" : text.substring(slash)));
    }

    /** A network or an address; {@code any}, {@code all} and {@code default} stand for all of them. Empty after a complaint. */
    static Optional<Ipv4Prefix> prefix(String text, boolean words, Streams io) {
        boolean any = words && (text.equals("all") || text.equals("any") || text.equals("default"));
        Optional<Ipv4Prefix> prefix = any ? Optional.of(Ipv4Prefix.ALL) : network(text);
        if (prefix.isEmpty()) {
            io.err().line("Error: any valid prefix is expected rather than \"" + text + "\".");
        }
        return prefix;
    }
}
