package org.ringlab.host.machine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ringlab.host.namespaces.NetNamespace;
import org.ringlab.host.namespaces.Processes;
import org.ringlab.host.namespaces.Task;
import org.ringlab.host.service.Services;

/** The services of a network namespace as processes: one each, while it runs; who kills it stops the service. */
final class ServiceProcesses {
    private final Processes processes;
    private final NetNamespace namespace;
    private final Map<Services.Service, Task> running = new HashMap<>();

    ServiceProcesses(Processes processes, NetNamespace namespace) {
        this.processes = processes;
        this.namespace = namespace;
    }

    void watch(Services services) {
        services.watch(this::changed);
    }

    private void changed(Services.Service service) {
        Task old = running.remove(service);
        if (old != null) {
            processes.exit(old);
        }
        if (service.isRunning()) {
            processes
                    .fork(processes.init(), command(service), Task.Terminal.NONE)
                    .ifPresent(process -> {
                        process.enter(process.memberships().with(namespace));
                        process.atKill(service::stop);
                        running.put(service, process);
                    });
        }
    }

    private static List<String> command(Services.Service service) {
        String port = String.valueOf(service.spec().port());
        return switch (service.spec().kind()) {
            case HTTP -> List.of("/usr/sbin/httpd", "-DFOREGROUND");
            case FTP -> List.of("/usr/sbin/vsftpd", "/etc/vsftpd/vsftpd.conf");
            case DNS -> List.of("/usr/sbin/named", "-u", "named", "-c", "/etc/named.conf");
            case TCP -> List.of("nc", "-lk", port);
            case DHCP -> List.of("dnsmasq", "--conf-file=/etc/dnsmasq.conf");
            case UDP -> List.of("nc", "-luk", port);
        };
    }
}
