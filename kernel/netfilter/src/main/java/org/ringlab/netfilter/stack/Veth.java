package org.ringlab.netfilter.stack;

import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.packet.Frame;

/** One end of a virtual cable: what goes in here comes out at its peer, wherever that is (drivers/net/veth.c). */
public final class Veth extends Device {
    private @Nullable Veth peer;

    private Veth(NetInterface iface) {
        super(iface);
    }

    /** Makes a cable: one end of each name in the two namespaces, which may be the same. */
    static NetInterface pair(Interfaces here, String name, Interfaces there, String peerName) {
        // The kernel makes the peer first, which shows in the numbers.
        NetInterface far = there.add(peerName, Interfaces.DEFAULT_MTU, Veth::new);
        NetInterface near = here.add(name, Interfaces.DEFAULT_MTU, Veth::new);
        if (near.device() instanceof Veth a && far.device() instanceof Veth b) {
            a.peer = b;
            b.peer = a;
        }
        return near;
    }

    /** The other end. */
    public NetInterface peer() {
        if (peer == null) {
            throw new IllegalStateException(iface().name() + " has lost its peer");
        }
        return peer.iface();
    }

    @Override
    public String kind() {
        return "veth";
    }

    @Override
    void transmit(Frame frame) {
        NetInterface far = peer();
        iface().stack().network().queue().soon(() -> far.receive(frame));
    }

    @Override
    boolean hasCarrier() {
        return peer != null && peer.iface().isUp();
    }

    @Override
    void switched() {
        if (peer != null) {
            peer.iface().stack().carrierChanged(peer.iface());
        }
    }

    @Override
    void removed() {
        Veth other = peer;
        peer = null;
        if (other != null) {
            other.peer = null;
            other.iface().stack().links().remove(other.iface());
        }
    }
}
