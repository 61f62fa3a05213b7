package org.ringlab.host.capture;

/** A condition on a packet. */
interface PacketTest {
    boolean test(PacketView packet);

    default PacketTest and(PacketTest other) {
        return p -> test(p) && other.test(p);
    }

    default PacketTest or(PacketTest other) {
        return p -> test(p) || other.test(p);
    }

    default PacketTest not() {
        return p -> !test(p);
    }
}
