package org.ringlab.host.unit;

import java.util.List;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code libvirtd}: guests, networks and pools, those marked for it started with it. */
final class LibvirtdUnit implements Unit {
    @Override
    public String name() {
        return "libvirtd";
    }

    @Override
    public String description() {
        return "Virtualization daemon";
    }

    @Override
    public List<String> docs() {
        return List.of("man:libvirtd(8)", "https://libvirt.org");
    }

    @Override
    public boolean isInstalled(Machine machine) {
        return machine.packages().bringsUnit(name());
    }

    @Override
    public boolean start(Session session, Streams journal) {
        session.machine().virtualisation().start();
        return true;
    }

    @Override
    public void stop(Session session, Streams journal) {
        session.machine().virtualisation().stop();
    }
}
