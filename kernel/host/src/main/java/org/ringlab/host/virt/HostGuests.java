package org.ringlab.host.virt;

import java.util.Optional;
import org.ringlab.virt.VirtHost;
import org.ringlab.virt.domain.GuestPlan;

/** The guests that run on a host. */
final class HostGuests implements VirtHost.Guests {
    private final HostVirt host;

    HostGuests(HostVirt host) {
        this.host = host;
    }

    @Override
    public VirtHost.Guest start(GuestPlan plan, boolean paused) {
        return new RunningGuest(host, plan, Optional.empty(), paused);
    }

    @Override
    public VirtHost.Guest restore(GuestPlan plan, String memory, boolean paused) {
        return new RunningGuest(host, plan, GuestSystem.suspended(host, memory), paused);
    }

    @Override
    public VirtHost.Guest receive(GuestPlan plan, VirtHost.Guest running, boolean paused) {
        Optional<GuestSystem> system =
                running instanceof RunningGuest guest ? guest.letGo() : Optional.<GuestSystem>empty();
        return new RunningGuest(host, plan, system, paused);
    }
}
