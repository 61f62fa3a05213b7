package org.ringlab.netfilter.packet;

/**
 * An ARP request or answer for IPv4 over Ethernet (RFC 826).
 *
 * @param request true for "who has", false for "is at"
 * @param senderMac who sends it
 * @param senderAddress its address
 * @param targetMac whom it answers; zero in a request
 * @param targetAddress the address asked for, or the asker's
 */
public record ArpPacket(
        boolean request,
        MacAddress senderMac,
        Ipv4Address senderAddress,
        MacAddress targetMac,
        Ipv4Address targetAddress) {
    @Override
    public String toString() {
        return request ? "who has " + targetAddress + "? tell " + senderAddress : senderAddress + " is at " + senderMac;
    }
}
