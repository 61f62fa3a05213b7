package org.ringlab.host.unit;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code firewalld}: installed on every host, and running where the lab file says so. */
final class FirewalldUnit implements Unit {
    @Override
    public String name() {
        return "firewalld";
    }

    @Override
    public String description() {
        return "firewalld - dynamic firewall daemon";
    }

    @Override
    public List<String> docs() {
        return List.of("man:firewalld(1)");
    }

    @Override
    public boolean isPreset() {
        return true;
    }

    @Override
    public List<String> conflicts() {
        return List.of("iptables");
    }

    @Override
    public List<Wanted> wanted() {
        String file = "/usr/lib/systemd/system/firewalld.service";
        return List.of(
                new Wanted("/etc/systemd/system/dbus-org.fedoraproject.FirewallD1.service", file),
                new Wanted("/etc/systemd/system/multi-user.target.wants/firewalld.service", file));
    }

    @Override
    public boolean start(Session session, Streams journal) {
        return new Firewalld(session).load();
    }

    @Override
    public void stop(Session session, Streams journal) {
        new Firewalld(session).unload();
    }

    @Override
    public boolean reload(Session session, Streams journal) {
        return new Firewalld(session).load();
    }
}
