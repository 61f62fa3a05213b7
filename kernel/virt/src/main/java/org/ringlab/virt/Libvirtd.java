package org.ringlab.virt;

import java.util.Optional;
import org.ringlab.virt.domain.Domains;
import org.ringlab.virt.network.Networks;
import org.ringlab.virt.network.VirtualNetwork;
import org.ringlab.virt.pool.Pools;
import org.ringlab.virt.pool.Volumes;

/** The daemon of a host: its guests, networks and pools. */
public final class Libvirtd {
    private final VirtHost host;
    private final Networks networks;
    private final Pools pools;
    private final Volumes volumes;
    private final Domains domains;
    private boolean running;

    /** A daemon that knows nothing yet and runs. */
    public Libvirtd(VirtHost host) {
        this.host = host;
        networks = new Networks(host);
        pools = new Pools(host);
        volumes = new Volumes(host);
        domains = new Domains(this);
        running = true;
    }

    /** The host. */
    public VirtHost host() {
        return host;
    }

    /** Its guests. */
    public Domains domains() {
        return domains;
    }

    /** Its networks. */
    public Networks networks() {
        return networks;
    }

    /** Its pools. */
    public Pools pools() {
        return pools;
    }

    /** What is done with volumes. */
    public Volumes volumes() {
        return volumes;
    }

    /** Whether it answers. */
    public boolean isRunning() {
        return running;
    }

    /** It ends; guests and networks run on. */
    public void stop() {
        running = false;
    }

    /** It starts: networks, pools and guests that are marked start too, where they don't run. */
    public void start(boolean hostBooted) {
        running = true;
        networks.start();
        pools.start();
        domains.start(hostBooted);
    }

    /** The host goes down. */
    public void powerOff() {
        running = false;
        domains.powerOff();
        networks.powerOff();
    }

    /** The network of that name. */
    public VirtualNetwork network(String name) throws VirError {
        Optional<VirtualNetwork> network = networks.named(name);
        return network.orElseThrow(
                () -> new VirError(VirError.Code.NO_NETWORK, "no network with matching name '" + name + "'"));
    }
}
