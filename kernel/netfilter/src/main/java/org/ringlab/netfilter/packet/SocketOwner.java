package org.ringlab.netfilter.packet;

/** By whose socket a packet is sent. */
public enum SocketOwner {
    /** Nobody's: it was not made here, or by the stack itself. */
    NONE,
    /** The kernel's own, which no process has open. */
    KERNEL,
    /** A process's; every process here is root's. */
    ROOT
}
