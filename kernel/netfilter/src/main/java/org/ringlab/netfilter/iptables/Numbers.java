package org.ringlab.netfilter.iptables;

import java.util.ArrayList;
import java.util.List;
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
    private static final long U32 = 0xFFFF_FFFFL;

    private Numbers() {}

    /** A number in decimal, octal ({@code 0…}) or hexadecimal ({@code 0x…}), from 0 to {@code max}, and nothing behind it. */
    static OptionalLong parse(String text, long max) {
        CNumber number = CNumber.read(text, 0);
        return number.end() == text.length() && inRange(number, text, max)
                ? OptionalLong.of(number.value())
                : OptionalLong.empty();
    }

    /** A port by number or service name. */
    static OptionalInt port(String text, int protocol) {
        OptionalLong number = parse(text, 65535);
        if (number.isPresent()) {
            return OptionalInt.of((int) number.getAsLong());
        }
        return ServiceNames.port(text, protocol == 6 ? "tcp" : protocol == 17 ? "udp" : "");
    }

    /**
     * {@code a}, {@code a:b}, {@code :b} or {@code a:} with ports by any protocol's service name or by number: a decimal one,
     * of which 16 bits count ({@code getaddrinfo} reads it).
     */
    static PortRange ports(String extension, String option, String text) throws IptablesError {
        String[] parts = text.split(":", -1);
        int[] ends = {0, 65535};
        for (int i = 0; i < parts.length; i++) {
            if (i == 2) {
                throw tooMany(extension, option);
            }
            if (!parts[i].isEmpty()) {
                ends[i] = portOrComplain(parts[i]);
            }
        }
        return new PortRange(ends[0], parts.length == 1 ? ends[0] : ends[1]);
    }

    private static IptablesError tooMany(String extension, String option) {
        return IptablesError.parameter(extension + ": Too many components for option \"--" + option + "\" (max: 2)\n");
    }

    private static int portOrComplain(String text) throws IptablesError {
        CNumber number = CNumber.read(text, 10);
        if (number.end() == text.length() && (int) number.value() >= 0) {
            return (int) number.value() & 0xFFFF;
        }
        return ServiceNames.port(text, "")
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

    /**
     * A range of numbers {@code a}, {@code a:b}, {@code a:}, {@code :b} for an option that names itself in errors
     * ({@code xtopt_parse_mint}): what is left out is 0 in the first place and {@code max} in the second.
     */
    static long[] range(String extension, String option, String text, long max) throws IptablesError {
        List<Long> values = new ArrayList<>();
        String rest = text;
        while (true) {
            if (values.size() == 2) {
                throw tooMany(extension, option);
            }
            int end = 0;
            long value = values.isEmpty() ? 0 : max;
            if (!rest.isEmpty() && rest.charAt(0) != ':') {
                CNumber number = CNumber.read(rest, 0);
                if (!inRange(number, rest, max)) {
                    throw IptablesError.parameter(extension + ": bad value for option \"--" + option + "\" near \""
                            + rest + "\", or out of range (0-" + Long.toUnsignedString(max) + ").\n");
                }
                end = number.end();
                value = number.value();
            }
            values.add(value);
            rest = rest.substring(end);
            if (rest.isEmpty()) {
                return new long[] {values.getFirst(), values.getLast()};
            }
            if (rest.charAt(0) != ':') {
                throw IptablesError.parameter(extension + ": Argument to \"--" + option
                        + "\" has unexpected characters near \"" + rest + "\".\n");
            }
            rest = rest.substring(1);
        }
    }

    /** Whether a number was there, without a minus ({@code xtables_strtoul} refuses one even before 0), and fits. */
    private static boolean inRange(CNumber number, String text, long max) {
        return number.end() > 0
                && !number.tooLarge()
                && text.lastIndexOf('-', number.end() - 1) < 0
                && Long.compareUnsigned(number.value(), max) <= 0;
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

    /** A number of 64 bits in decimal, octal or hexadecimal, and nothing behind it. */
    static Optional<Long> parse64(String text) {
        CNumber number = CNumber.read(text, 0);
        boolean whole = number.end() == text.length() && inRange(number, text, -1);
        return whole ? Optional.of(number.value()) : Optional.empty();
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

    /** An unsigned number of 32 bits for an option that names itself in errors. */
    static int unsigned(String extension, String option, String text) throws IptablesError {
        return (int) within(extension, option, text, 0, 0xFFFF_FFFFL);
    }

    /** {@code value} or {@code value/mask}, 32 bits each; the mask is all ones where none is given. */
    static int[] marked(String extension, String option, String text) throws IptablesError {
        CNumber value = CNumber.read(text, 0);
        String rest = text.substring(value.end());
        boolean fits = inRange(value, text, U32);
        CNumber mask = new CNumber(U32, false, 0);
        if (fits && rest.startsWith("/")) {
            rest = rest.substring(1);
            mask = CNumber.read(rest, 0);
            fits = inRange(mask, rest, U32);
            rest = rest.substring(mask.end());
        }
        if (!fits) {
            throw IptablesError.parameter(
                    extension + ": bad integer value for option \"--" + option + "\", or out of range.\n");
        }
        if (!rest.isEmpty()) {
            throw IptablesError.parameter(
                    extension + ": trailing garbage after value for option \"--" + option + "\".\n");
        }
        return new int[] {(int) value.value(), (int) mask.value()};
    }

    /** An address of up to four numbers, missing ones 0; names are never looked up. */
    static Ipv4Address address(String text) throws IptablesError {
        String[] parts = text.split("\\.", -1);
        int bits = 0;
        for (int i = 0; i < 4; i++) {
            OptionalLong part = i < parts.length ? parse(parts[i], 255) : OptionalLong.of(0);
            if (part.isEmpty() || parts.length > 4) {
                // Not four bytes, so the resolver is asked.
                return HostMask.inetAton(text)
                        .orElseThrow(() -> IptablesError.parameter("host/network `" + text + "' not found"));
            }
            bits = bits << 8 | (int) part.getAsLong();
        }
        return new Ipv4Address(bits);
    }

    /** An address with a mask: its bits outside the mask cleared, then the mask. */
    static Ipv4Address[] network(String text) throws IptablesError {
        int slash = text.lastIndexOf('/');
        Ipv4Address mask = slash < 0 ? Ipv4Address.BROADCAST : mask(text.substring(slash + 1));
        if (mask.bits() == 0) {
            // Nothing of the address counts, so it isn't read.
            return new Ipv4Address[] {mask, mask};
        }
        Ipv4Address address = address(slash < 0 ? text : text.substring(0, slash));
        return new Ipv4Address[] {new Ipv4Address(address.bits() & mask.bits()), mask};
    }

    /** What is left of a list from each of its words on. */
    static List<String> rests(String list) {
        List<String> rests = new ArrayList<>();
        for (int from = 0; from >= 0; from = list.indexOf(',', from) < 0 ? -1 : list.indexOf(',', from) + 1) {
            rests.add(list.substring(from));
        }
        return rests;
    }

    /** The first word of a list. */
    static String firstOf(String list) {
        int comma = list.indexOf(',');
        return comma < 0 ? list : list.substring(0, comma);
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
