package org.ringlab.host.dhcp;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.MacAddress;

/**
 * What a server lends on one interface.
 *
 * @param iface the interface; empty for the one whose network the range lies in
 * @param from the first address
 * @param to the last address
 * @param leaseSeconds how long
 * @param options what clients are told, by option number; an empty value keeps the server from telling its default
 * @param fixed addresses that belong to a station
 * @param sequential whether addresses are lent in order, not by the station's hash
 * @param pings whether an address is tried with a ping before it is offered
 * @param authoritative whether it answers for stations whose lease it doesn't know
 */
public record DhcpRange(
        String iface,
        Ipv4Address from,
        Ipv4Address to,
        long leaseSeconds,
        Map<Integer, Bytes> options,
        List<Fixed> fixed,
        boolean sequential,
        boolean pings,
        boolean authoritative) {
    /** dnsmasq's lease where none is written: an hour. */
    public static final long DEFAULT_LEASE = 3600;

    /** A station's own address ({@code dhcp-host}). */
    public record Fixed(MacAddress mac, Optional<Ipv4Address> address, Optional<String> name) {}

    /** How many addresses there are. */
    public long size() {
        return (to.bits() & 0xFFFF_FFFFL) - (from.bits() & 0xFFFF_FFFFL) + 1;
    }

    /** Whether an address may be lent. */
    public boolean contains(Ipv4Address address) {
        long bits = address.bits() & 0xFFFF_FFFFL;
        return bits >= (from.bits() & 0xFFFF_FFFFL) && bits <= (to.bits() & 0xFFFF_FFFFL);
    }
}
