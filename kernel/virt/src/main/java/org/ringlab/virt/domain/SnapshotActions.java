package org.ringlab.virt.domain;

import java.util.Optional;
import org.ringlab.virt.Libvirtd;
import org.ringlab.virt.VirError;

/** What going back to a snapshot does to a guest. */
public final class SnapshotActions {
    private final Libvirtd libvirtd;

    /** The guests of a daemon. */
    public SnapshotActions(Libvirtd libvirtd) {
        this.libvirtd = libvirtd;
    }

    /** Writes the guest's document down. */
    public void save(Domain domain) {
        libvirtd.domains().save(domain);
    }

    /** Stops it. */
    public void stop(Domain domain) {
        Startup startup = libvirtd.domains().startup();
        startup.stop(domain);
        domain.ended("from snapshot");
    }

    /** Lets it go on from memory. */
    public void restart(Domain domain, DomainDef def, boolean paused, String memory) throws VirError {
        def.root().unset("id");
        def.nics().forEach(n -> n.element().remove(c -> c.name().equals("target")));
        libvirtd.domains().startup().start(domain, def, paused, "from snapshot", Optional.of(memory));
    }
}
