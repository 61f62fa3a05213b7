package org.ringlab.netfilter.rules;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code -m tos}: bits of the type of service byte.
 *
 * @param value 0 to 255
 * @param mask which bits count
 * @param inverted {@code !}
 */
public record TosMatch(int value, int mask, boolean inverted) implements Match {
    /** The mask that goes with a name: everything but ECN. */
    public static final int NAME_MASK = 0x3F;

    private record Named(String name, int value) {}

    private static final List<Named> NAMES = List.of(
            new Named("Minimize-Delay", 0x10),
            new Named("Maximize-Throughput", 0x08),
            new Named("Maximize-Reliability", 0x04),
            new Named("Minimize-Cost", 0x02),
            new Named("Normal-Service", 0x00));

    /** The value of an RFC 1349 name, in any case. */
    public static OptionalInt named(String name) {
        return NAMES.stream()
                .filter(n -> n.name.equalsIgnoreCase(name))
                .mapToInt(Named::value)
                .findFirst();
    }

    @Override
    public boolean matches(PacketContext packet) {
        return ((packet.packet().tos() & mask) == value) != inverted;
    }

    /** {@code 0x10/0x3f}. */
    static String hex(int value, int mask) {
        return String.format(Locale.ROOT, "0x%02x/0x%02x", value, mask);
    }

    /** The RFC 1349 name of a value with the mask that names have. */
    static Optional<String> name(int value, int mask) {
        return NAMES.stream()
                .filter(n -> mask == NAME_MASK && n.value == value)
                .map(Named::name)
                .findFirst();
    }

    @Override
    public String text() {
        return "-m tos " + Texts.not(inverted) + "--tos " + hex(value, mask);
    }

    @Override
    public String listing(boolean numeric) {
        Optional<String> name = numeric ? Optional.empty() : name(value, mask);
        String not = inverted ? "!" : "";
        return "tos match" + not + name.map(n -> " " + n).orElse(hex(value, mask));
    }
}
