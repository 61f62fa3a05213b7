package org.ringlab.host.unit;

import java.util.List;
import org.ringlab.host.ServiceSpec;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.service.Services;
import org.ringlab.host.shell.Streams;

/** All services of a kind that the lab file gives a host: {@code httpd}, {@code vsftpd}, {@code named}. */
record ServiceUnit(String name, String description, List<String> docs, ServiceSpec.Kind kind) implements Unit {
    @Override
    public boolean isInstalled(Machine machine) {
        return !services(machine).isEmpty();
    }

    @Override
    public boolean isActive(Machine machine) {
        return services(machine).stream().anyMatch(Services.Service::isRunning);
    }

    @Override
    public boolean start(Session session, Streams journal) {
        return services(session.machine()).stream().map(Services.Service::start).reduce(true, Boolean::logicalAnd);
    }

    @Override
    public void stop(Session session, Streams journal) {
        services(session.machine()).forEach(Services.Service::stop);
    }

    private List<Services.Service> services(Machine machine) {
        return machine.services().ofKind(kind);
    }
}
