package org.ringlab.netfilter.packet;

/** What bridges tell each other about their spanning tree (IEEE 802.1D, 9.3), in an LLC frame to 01:80:c2:00:00:00. */
public sealed interface Bpdu {
    /** Bytes of the LLC header in front: SAP 0x42 twice, unnumbered information. */
    int LLC_LENGTH = 3;

    /** Parts of a second that the times on the wire are counted in. */
    int TICKS_PER_SECOND = 256;

    /** Length in bytes, without the LLC header. */
    int length();

    /**
     * Configuration: the root as the sender knows it, and how far away it is. Times are in 1/256 s.
     *
     * @param root the root
     * @param rootPathCost cost of the way from the sender to it
     * @param bridge the sender
     * @param port the number of the sender's port, its priority in front
     * @param messageAge time since the root said so
     * @param maxAge when this is forgotten
     * @param helloTime how often the root says so
     * @param forwardDelay how long ports listen, and learn
     * @param topologyChange stations have moved: forget them soon
     * @param acknowledged the root will hear that something changed behind the receiver
     */
    record Config(
            BridgeId root,
            int rootPathCost,
            BridgeId bridge,
            int port,
            int messageAge,
            int maxAge,
            int helloTime,
            int forwardDelay,
            boolean topologyChange,
            boolean acknowledged)
            implements Bpdu {
        @Override
        public int length() {
            return 35;
        }
    }

    /** Towards the root: something changed here. */
    record TopologyChange() implements Bpdu {
        @Override
        public int length() {
            return 4;
        }
    }
}
