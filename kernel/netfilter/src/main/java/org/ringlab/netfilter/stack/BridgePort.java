package org.ringlab.netfilter.stack;

import org.jspecify.annotations.Nullable;

/**
 * A port of a bridge (struct net_bridge_port).
 *
 * @param bridge whose
 * @param iface the interface that is the port
 * @param number from 1
 */
public record BridgePort(Bridge bridge, NetInterface iface, int number) {
    /** Whether it passes frames on: bridge and interface are up, and somebody is at the other end. */
    public boolean forwards() {
        return bridge.iface().isUp() && iface.isRunning();
    }

    /** The same port only; a record's comparison would go round in circles. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return iface.name();
    }
}
