package org.ringlab.host.unit;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code NetworkManager}: installed on every host, and off where nobody starts it. */
final class NetworkManagerUnit implements Unit {
    @Override
    public String name() {
        return "NetworkManager";
    }

    @Override
    public String description() {
        return "Network Manager";
    }

    @Override
    public List<String> docs() {
        return List.of("man:NetworkManager(8)");
    }

    @Override
    public boolean isPreset() {
        return true;
    }

    @Override
    public List<Wanted> wanted() {
        String file = "/usr/lib/systemd/system/NetworkManager.service";
        return List.of(
                new Wanted(
                        "/etc/systemd/system/dbus-org.freedesktop.nm-dispatcher.service",
                        "/usr/lib/systemd/system/NetworkManager-dispatcher.service"),
                new Wanted("/etc/systemd/system/multi-user.target.wants/NetworkManager.service", file));
    }

    @Override
    public boolean start(Session session, Streams journal) {
        journal.out().line("<info>  NetworkManager (version 1.18.8-2.el7_9) is starting...");
        new NetworkManager(session).startAutomatic();
        return true;
    }

    @Override
    public void stop(Session session, Streams journal) {
        journal.out().line("<info>  caught SIGTERM, shutting down normally.");
    }
}
