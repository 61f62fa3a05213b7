package org.ringlab.netfilter.ipset;

import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.rules.ProtocolNames;

/**
 * What a set holds one of; which parts count depends on its kind.
 *
 * @param network an address or network
 * @param protocol number of the port's protocol, 0 where ports have none
 * @param port 0 to 65535
 * @param member name of another set
 */
public record Element(Ipv4Prefix network, int protocol, int port, String member) {
    static Element of(Ipv4Prefix network) {
        return new Element(network, 0, 0, "");
    }

    String text(SetType type) {
        String address = network.length() == 32 ? network.address().toString() : network.toString();
        return switch (type) {
            case HASH_IP, HASH_NET, BITMAP_IP -> address;
            case HASH_IP_PORT, HASH_NET_PORT -> address + "," + ProtocolNames.name(protocol) + ":" + port;
            case BITMAP_PORT -> Integer.toString(port);
            case LIST_SET -> member;
        };
    }
}
