package org.ringlab.netfilter.iptables;

import java.util.Optional;
import java.util.OptionalLong;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;

/**
 * An address and a prefix, neither cut to the other, as newer options of extensions take them ({@code xtopt_parse_hostmask}):
 * the address as {@code getaddrinfo} reads it where there is no name server to ask.
 */
record HostMask(Ipv4Address address, int length) {
    /** Reads {@code address} or {@code address/length}; a mask that is no prefix, or too long, counts as 32. */
    static HostMask read(String extension, String option, String text) throws IptablesError {
        int slash = text.indexOf('/');
        String name = slash < 0 ? text : text.substring(0, slash);
        return new HostMask(host(name), slash < 0 ? 32 : length(extension, option, text.substring(slash + 1)));
    }

    /** An address alone. */
    static Ipv4Address host(String text) throws IptablesError {
        return inetAton(text).orElseThrow(() -> unresolved(text));
    }

    /** One to four numbers: the last one fills what is left of the address. */
    static Optional<Ipv4Address> inetAton(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length > 4 || !text.matches("[0-9a-fA-FxX.]+")) {
            return Optional.empty();
        }
        long bits = 0;
        for (int i = 0; i < parts.length; i++) {
            int width = i == parts.length - 1 ? 8 * (4 - i) : 8;
            OptionalLong part = Numbers.parse(parts[i], (1L << width) - 1);
            if (part.isEmpty()) {
                return Optional.empty();
            }
            bits = bits << width | part.getAsLong();
        }
        return Optional.of(new Ipv4Address((int) bits));
    }

    private static IptablesError unresolved(String name) {
        boolean askable = name.matches("[\\w-]+(\\.[\\w-]+)*\\.?") && !name.matches("[0-9.]*[0-9]");
        return IptablesError.parameter("getaddrinfo: "
                + (askable ? "Temporary failure in name resolution" : "Name or service not known") + "\n");
    }

    private static int length(String extension, String option, String text) throws IptablesError {
        OptionalLong length = Numbers.parse(text, 0xFFFF_FFFFL);
        if (length.isPresent()) {
            return (int) Math.min(32, length.getAsLong());
        }
        Optional<Ipv4Address> mask = text.indexOf('.') < 0 ? Optional.empty() : inetAton(text);
        int bits = mask.orElseThrow(() -> IptablesError.parameter(extension + ": bad value for option \"--" + option
                        + "\", neither a valid network mask nor valid CIDR (0-32).\n"))
                .bits();
        return Ipv4Prefix.mask(Integer.bitCount(bits)) == bits ? Integer.bitCount(bits) : 32;
    }
}
