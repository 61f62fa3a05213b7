package org.ringlab.netfilter.packet;

/** What an IPv4 packet carries. */
public sealed interface Payload permits TcpSegment, UdpDatagram, IcmpMessage, OtherPayload {
    /** The protocol number (IANA): 1 ICMP, 6 TCP, 17 UDP, … */
    int protocol();

    /** Length in bytes, its own header included. */
    int length();
}
