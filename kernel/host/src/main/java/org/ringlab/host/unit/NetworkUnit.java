package org.ringlab.host.unit;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code network}: the init script that brings interfaces up and down by their files ({@link NetworkScripts}). */
final class NetworkUnit implements Unit {
    @Override
    public String name() {
        return "network";
    }

    @Override
    public String description() {
        return "LSB: Bring up/down networking";
    }

    @Override
    public List<String> docs() {
        return List.of("man:systemd-sysv-generator(8)");
    }

    @Override
    public List<Wanted> wanted() {
        return List.of(new Wanted("/etc/rc.d/rc3.d/S10network", "../init.d/network"));
    }

    @Override
    public boolean isInitScript() {
        return true;
    }

    @Override
    public boolean isOneShot() {
        return true;
    }

    @Override
    public boolean start(Session session, Streams journal) {
        return new NetworkScripts(session).start(journal) == 0;
    }

    @Override
    public void stop(Session session, Streams journal) {
        new NetworkScripts(session).stop(journal);
    }
}
