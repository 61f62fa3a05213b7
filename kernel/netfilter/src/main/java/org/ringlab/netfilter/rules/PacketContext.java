package org.ringlab.netfilter.rules;

import java.util.Optional;
import java.util.OptionalLong;
import org.ringlab.common.SeededRandom;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.SocketOwner;

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

    /** The connection it belongs to; empty where it belongs to none or tracking is off. */
    Optional<ConnectionView> connection();

    /** To whom the frame it came in was addressed; {@link PacketKind#HOST} for packets made here. */
    PacketKind kind();

    /**
     * What the routing tables say of an address.
     *
     * @param iface only routes by this interface count; empty: all
     */
    AddressKind addressKind(Ipv4Address address, String iface);

    /** By which interface a packet to {@code address} would leave; empty where there is no way. */
    Optional<String> wayTo(Ipv4Address address);

    /** Whether it is a fragment that doesn't begin at offset 0; false as long as packets travel whole. */
    default boolean laterFragment() {
        return false;
    }

    /** The ports of a bridge that it passes; empty where it is not bridged. */
    default Optional<BridgePorts> bridgePorts() {
        return Optional.empty();
    }

    /** What connections are counted by; empty where nothing is tracked. */
    default Optional<CountedTuple> countedTuple() {
        return Optional.empty();
    }

    /**
     * Number of the moment: what follows each other within the same jiffy has the same. Empty where the kernel doesn't ask
     * for it (before 5.19).
     */
    default OptionalLong moment() {
        return OptionalLong.empty();
    }

    /** By whose socket it is sent. */
    SocketOwner owner();

    /** What rules of its namespace remember by name. */
    NamedMemories memories();

    /** The lab's chance. */
    SeededRandom random();

    /** Seconds since 1970 by the host's clock, UTC. */
    default long epochSeconds() {
        return SimClock.BOOT_EPOCH_SECONDS + nanos() / SimClock.SECOND;
    }
}
