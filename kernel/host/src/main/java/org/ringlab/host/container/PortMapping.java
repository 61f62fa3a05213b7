package org.ringlab.host.container;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A port of the host that leads to one of a container ({@code -p}).
 *
 * @param address where it listens, {@code 0.0.0.0} for everywhere
 * @param hostPort the host's port; 0 for one of Docker's choice
 * @param containerPort the container's
 * @param protocol {@code tcp} or {@code udp}
 */
public record PortMapping(String address, int hostPort, int containerPort, String protocol) {
    private static final Pattern FORM =
            Pattern.compile("(?:(?:(\\d{1,3}(?:\\.\\d{1,3}){3}):)?(\\d{0,5}):)?(\\d{1,5})(?:/(tcp|udp))?");

    /** Reads {@code [[ADDRESS:]HOSTPORT:]PORT[/PROTOCOL]}; empty for what is none. */
    public static Optional<PortMapping> parse(String text) {
        Matcher m = FORM.matcher(text);
        if (!m.matches()) {
            return Optional.empty();
        }
        String outer = m.group(2) == null || m.group(2).isEmpty() ? "0" : m.group(2);
        int hostPort = Integer.parseInt(outer);
        int port = Integer.parseInt(m.group(3));
        if (port < 1 || port > 65_535 || hostPort > 65_535) {
            return Optional.empty();
        }
        return Optional.of(new PortMapping(
                m.group(1) == null ? "0.0.0.0" : m.group(1), hostPort, port, m.group(4) == null ? "tcp" : m.group(4)));
    }

    /** The same at another port of the host. */
    public PortMapping at(int port) {
        return new PortMapping(address, port, containerPort, protocol);
    }

    /** {@code 80/tcp}. */
    public String inner() {
        return containerPort + "/" + protocol;
    }

    /** {@code 0.0.0.0:8080->80/tcp}. */
    public String arrow() {
        return address + ":" + hostPort + "->" + inner();
    }
}
