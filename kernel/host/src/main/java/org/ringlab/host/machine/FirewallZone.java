package org.ringlab.host.machine;

import java.util.ArrayList;
import java.util.List;

/**
 * What firewalld lets into a zone.
 *
 * @param services names of services, as added
 * @param ports {@code 80/tcp}, as added
 * @param masquerade whether what leaves the zone gets this host's address
 * @param forwards {@code port=80:proto=tcp:toport=8080:toaddr=10.0.0.5}, as added
 */
public record FirewallZone(List<String> services, List<String> ports, boolean masquerade, List<String> forwards) {
    /** As firewalld's own file of the zone {@code public} has it. */
    public static final FirewallZone PUBLIC =
            new FirewallZone(List.of("ssh", "dhcpv6-client"), List.of(), false, List.of());

    /** Keeps copies of the lists. */
    public FirewallZone {
        services = List.copyOf(services);
        ports = List.copyOf(ports);
        forwards = List.copyOf(forwards);
    }

    /** With a service more, or less. */
    public FirewallZone service(String name, boolean in) {
        return new FirewallZone(changed(services, name, in), ports, masquerade, forwards);
    }

    /** With a port more, or less. */
    public FirewallZone port(String port, boolean in) {
        return new FirewallZone(services, changed(ports, port, in), masquerade, forwards);
    }

    /** With masquerading, or without. */
    public FirewallZone masquerade(boolean on) {
        return new FirewallZone(services, ports, on, forwards);
    }

    /** With a forwarded port more, or less. */
    public FirewallZone forward(String forward, boolean in) {
        return new FirewallZone(services, ports, masquerade, changed(forwards, forward, in));
    }

    private static List<String> changed(List<String> list, String entry, boolean in) {
        List<String> changed = new ArrayList<>(list);
        changed.remove(entry);
        if (in) {
            changed.add(entry);
        }
        return changed;
    }
}
