package org.ringlab.netfilter.rules;

/**
 * A range of ports, as {@code --sport} and {@code --dport} take it.
 *
 * @param first 0 to 65535
 * @param last 0 to 65535; below {@code first} no port is in the range
 * @param inverted {@code !}
 */
public record PortTest(int first, int last, boolean inverted) {
    /** Every port. */
    public static final PortTest ANY = new PortTest(0, 65535, false);

    /** Whether {@code port} passes. */
    public boolean accepts(int port) {
        return (port >= first && port <= last) != inverted;
    }

    private boolean isWhole() {
        return first == 0 && last == 65535;
    }

    /** {@code ! --dport 80} with a blank before; empty for all ports (even inverted, as the real program prints). */
    String text(String option) {
        return isWhole() ? "" : " " + Texts.not(inverted) + option + " " + Texts.range(first, last, ":");
    }

    /** {@code  dpt:80}, {@code  dpts:!80:90} with a blank before; empty for all ports. */
    String listing(String name, String protocol, boolean numeric) {
        if (isWhole() && !inverted) {
            return "";
        }
        String not = inverted ? "!" : "";
        return first == last
                ? " " + name + ":" + not + port(first, protocol, numeric)
                : " " + name + "s:" + not + port(first, protocol, numeric) + ":" + port(last, protocol, numeric);
    }

    private static String port(int port, String protocol, boolean numeric) {
        return numeric ? Integer.toString(port) : ServiceNames.name(port, protocol);
    }
}
