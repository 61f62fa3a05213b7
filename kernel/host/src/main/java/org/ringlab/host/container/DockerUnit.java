package org.ringlab.host.container;

import java.util.List;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.host.unit.Unit;

/** {@code docker.service}. */
public final class DockerUnit implements Unit {
    @Override
    public String name() {
        return "docker";
    }

    @Override
    public String description() {
        return "Docker Application Container Engine";
    }

    @Override
    public List<String> docs() {
        return List.of("https://docs.docker.com");
    }

    @Override
    public boolean isActive(Machine machine) {
        return machine.host().docker().isRunning();
    }

    @Override
    public boolean start(Session session, Streams journal) {
        session.machine().host().docker().start();
        return true;
    }

    @Override
    public void stop(Session session, Streams journal) {
        session.machine().host().docker().stop();
    }
}
