package org.ringlab.netfilter.rules;

import java.util.Optional;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.packet.Packet;

/** All that a match may look at: a packet at a hook. */
public interface PacketContext {
    /** The packet as it is now, earlier rewritings included. */
    Packet packet();

    /** Where. */
    Hook hook();

    /** Name of the interface it came in by; empty where it was made here. */
    String inInterface();

    /** Name of the interface it will leave by; empty before routing and at INPUT. */
    String outInterface();

    /** The Ethernet source address of a received frame; empty for packets made here or received through loopback. */
    Optional<MacAddress> sourceMac();

    /** What connection tracking says of it; {@link ConnectionState#INVALID} where tracking is off. */
    ConnectionState connectionState();

    /** The packet's mark (fwmark), 0 at first. */
    int mark();

    /** Simulated time, nanoseconds since the lab's boot. */
    long nanos();
}
