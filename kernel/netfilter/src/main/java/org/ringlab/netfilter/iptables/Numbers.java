package org.ringlab.netfilter.iptables;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.rules.PortRange;
import org.ringlab.netfilter.rules.ProtocolNames;
import org.ringlab.netfilter.rules.ServiceNames;

/** Numbers, ports and addresses as libxtables reads them. */
final class Numbers {
    private Numbers() {}

    /** An unsigned number in decimal, octal ({@code 0…}) or hexadecimal ({@code 0x…}), at most {@code max}. */
    static OptionalLong parse(String text, long max) {
        String digits = text;
        int radix = 10;
        if (text.length() > 2 && (text.startsWith("0x") || text.startsWith("0X"))) {
            digits = text.substring(2);
            radix = 16;
        } else if (text.length() > 1 && text.startsWith("0")) {
            radix = 8;
        }
        if (digits.isEmpty() || digits.length() > 15) {
            return OptionalLong.empty();
        }
        long value = 0;
        for (char c : digits.toCharArray()) {
            int digit = c < 128 ? Character.digit(c, radix) : -1;
            if (digit < 0) {
                return OptionalLong.empty();
            }
            value = value * radix + digit;
        }
        return value > max ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** A port by number or service name. */
    static OptionalInt port(String text, int protocol) {
        OptionalLong number = parse(text, 65535);
        if (number.isPresent()) {
            return OptionalInt.of((int) number.getAsLong());
        }
        return ServiceNames.port(text, protocol == 6 ? "tcp" : protocol == 17 ? "udp" : "");
    }

    /** {@code a}, {@code a:b}, {@code :b} or {@code a:} with ports by number or by any protocol's service name. */
    static PortRange ports(String text) throws IptablesError {
        int colon = text.indexOf(':');
        String first = colon < 0 ? text : text.substring(0, colon);
        String last = colon < 0 ? text : text.substring(colon + 1);
        return new PortRange(
                colon >= 0 && first.isEmpty() ? 0 : portOrComplain(first),
                colon >= 0 && last.isEmpty() ? 65535 : portOrComplain(last));
    }

    private static int portOrComplain(String text) throws IptablesError {
        return port(text, 0)
                .orElseThrow(() -> IptablesError.parameter("Port \"" + text + "\" does not resolve to anything.\n"));
    }

    /** A protocol by number or lower-case name. */
    static int protocol(String text) throws IptablesError {
        OptionalLong number = parse(text, 255);
        return number.isPresent()
                ? (int) number.getAsLong()
                : ProtocolNames.number(text)
                        .orElseThrow(() -> IptablesError.parameter("unknown protocol \"" + text + "\" specified"));
    }

    /** A range of numbers {@code a}, {@code a:b}, {@code a:}, {@code :b} for an option that names itself in errors. */
    static long[] range(String extension, String option, String text, long max) throws IptablesError {
        int colon = text.indexOf(':');
        String first = colon < 0 ? text : text.substring(0, colon);
        String last = colon < 0 ? first : text.substring(colon + 1);
        OptionalLong low = colon >= 0 && first.isEmpty() ? OptionalLong.of(0) : parse(first, max);
        if (low.isEmpty()) {
            throw near(extension, option, text, max);
        }
        OptionalLong high = colon >= 0 && last.isEmpty() ? OptionalLong.of(max) : parse(last, max);
        if (high.isEmpty()) {
            throw near(extension, option, last, max);
        }
        return new long[] {low.getAsLong(), high.getAsLong()};
    }

    private static IptablesError near(String extension, String option, String text, long max) {
        return IptablesError.parameter(extension + ": bad value for option \"--" + option + "\" near \"" + text
                + "\", or out of range (0-" + max + ").\n");
    }

    /** A number from {@code min} to {@code max} for an option that names itself in errors. */
    static int bounded(String extension, String option, String text, int min, int max) throws IptablesError {
        return (int) within(extension, option, text, min, max);
    }

    /** A number from {@code min} to {@code max} for an option that names itself in errors. */
    static long within(String extension, String option, String text, long min, long max) throws IptablesError {
        OptionalLong value = parse(text, max);
        if (value.isEmpty() || value.getAsLong() < min) {
            throw IptablesError.parameter(extension + ": bad value for option \"--" + option + "\", or out of range ("
                    + min + "-" + max + ").\n");
        }
        return value.getAsLong();
    }

    /** An unsigned number of 64 bits in decimal, octal or hexadecimal. */
    static Optional<Long> parse64(String text) {
        boolean hex = text.length() > 2 && (text.startsWith("0x") || text.startsWith("0X"));
        int radix = hex ? 16 : text.length() > 1 && text.startsWith("0") ? 8 : 10;
        String digits = hex ? text.substring(2) : text;
        if (digits.isEmpty() || digits.charAt(0) == '+' || digits.charAt(0) == '-') {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.parseUnsignedLong(digits, radix));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** An unsigned number of 64 bits for an option that names itself in errors. */
    static long unsigned64(String extension, String option, String text) throws IptablesError {
        return parse64(text)
                .orElseThrow(() -> IptablesError.parameter(extension + ": bad value for option \"--" + option
                        + "\", or out of range (0-18446744073709551615).\n"));
    }

    /** {@code value} or {@code value/mask} where a name could stand as well; only that of 0 is known. */
    static int[] named(String extension, String option, String text, String zero) throws IptablesError {
        if (text.equals(zero)) {
            return new int[] {0, -1};
        }
        try {
            return marked(extension, option, text);
        } catch (IptablesError e) {
            throw IptablesError.parameter(extension + ": could not map name " + text
                    + " to an integer value for option \"--" + option + "\".\n");
        }
    }

    /** An address as {@code inet_aton} reads it: a number alone is all of it. */
    static Ipv4Address host(String text) throws IptablesError {
        OptionalLong number = parse(text, 0xFFFF_FFFFL);
        return number.isPresent() ? new Ipv4Address((int) number.getAsLong()) : address(text);
    }

    /** An unsigned number of 32 bits for an option that names itself in errors. */
    static int unsigned(String extension, String option, String text) throws IptablesError {
        return (int) within(extension, option, text, 0, 0xFFFF_FFFFL);
    }

    /** {@code value} or {@code value/mask}, 32 bits each; the mask is all ones where none is given. */
    static int[] marked(String extension, String option, String text) throws IptablesError {
        int slash = text.indexOf('/');
        OptionalLong value = parse(slash < 0 ? text : text.substring(0, slash), 0xFFFF_FFFFL);
        OptionalLong mask = slash < 0 ? OptionalLong.of(0xFFFF_FFFFL) : parse(text.substring(slash + 1), 0xFFFF_FFFFL);
        if (value.isEmpty() || mask.isEmpty()) {
            throw IptablesError.parameter(
                    extension + ": bad integer value for option \"--" + option + "\", or out of range.\n");
        }
        return new int[] {(int) value.getAsLong(), (int) mask.getAsLong()};
    }

    /** An address of up to four numbers, missing ones 0; names are never looked up. */
    static Ipv4Address address(String text) throws IptablesError {
        String[] parts = text.split("\\.", -1);
        int bits = 0;
        for (int i = 0; i < 4; i++) {
            OptionalLong part = i < parts.length ? parse(parts[i], 255) : OptionalLong.of(0);
            if (part.isEmpty() || parts.length > 4) {
                throw IptablesError.parameter("host/network `" + text + "' not found");
            }
            bits = bits << 8 | (int) part.getAsLong();
        }
        return new Ipv4Address(bits);
    }

    /** An address with a mask: its bits outside the mask cleared, then the mask. */
    static Ipv4Address[] network(String text) throws IptablesError {
        int slash = text.lastIndexOf('/');
        Ipv4Address mask = slash < 0 ? Ipv4Address.BROADCAST : mask(text.substring(slash + 1));
        Ipv4Address address = address(slash < 0 ? text : text.substring(0, slash));
        return new Ipv4Address[] {new Ipv4Address(address.bits() & mask.bits()), mask};
    }

    private static Ipv4Address mask(String text) throws IptablesError {
        OptionalLong length = parse(text, 32);
        if (length.isPresent()) {
            return new Ipv4Address(Ipv4Prefix.mask((int) length.getAsLong()));
        }
        if (text.split("\\.", -1).length == 4) {
            try {
                return address(text);
            } catch (IptablesError e) {
                throw IptablesError.parameter("invalid mask `" + text + "' specified");
            }
        }
        throw IptablesError.parameter("invalid mask `" + text + "' specified");
    }
}
