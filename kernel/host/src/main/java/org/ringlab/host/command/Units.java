package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.ServiceSpec;
import org.ringlab.host.machine.Session;
import org.ringlab.host.service.Services;
import org.ringlab.host.shell.Streams;

/** The names under which a lab's services are started and stopped. */
final class Units {
    /** Known units. */
    static final List<String> NAMES =
            List.of("httpd", "vsftpd", "named", "dnsmasq", "network", "iptables", "firewalld");

    private static final int NOT_RUNNING = 3;
    private static final int NOT_FOUND = 5;

    private Units() {}

    static int run(Session session, String verb, String unit, Streams io, String program) {
        if (unit.equals("iptables") && program.equals("service") && verb.equals("save")) {
            return IptablesUnit.run(session, verb, io);
        }
        if (!List.of("start", "stop", "restart", "status", "is-active", "reload", "enable", "disable")
                .contains(verb)) {
            io.err().line("Unknown operation '" + verb + "'.");
            return 1;
        }
        if (unit.equals("iptables")) {
            return IptablesUnit.run(session, verb, io);
        }
        List<Services.Service> services = switch (unit) {
            case "httpd" -> session.machine().services().ofKind(ServiceSpec.Kind.HTTP);
            case "vsftpd" -> session.machine().services().ofKind(ServiceSpec.Kind.FTP);
            case "dnsmasq" -> session.machine().services().ofKind(ServiceSpec.Kind.DHCP);
            case "named" -> session.machine().services().ofKind(ServiceSpec.Kind.DNS);
            case "network", "firewalld" -> {
                io.err().line(program + ": not simulated: the " + unit + " service");
                yield List.of();
            }
            default -> List.of();
        };
        if (services.isEmpty()) {
            if (!NAMES.contains(unit) || !List.of("network", "firewalld").contains(unit)) {
                io.err()
                        .line(
                                verb.equals("status")
                                        ? "Unit " + unit + ".service could not be found."
                                        : "Failed to " + verb + " " + unit + ".service: Unit not found.");
            }
            return verb.equals("status") ? NOT_RUNNING + 1 : NOT_FOUND;
        }
        return switch (verb) {
            case "start" -> start(services, unit, io);
            case "stop" -> {
                services.forEach(Services.Service::stop);
                yield 0;
            }
            case "restart", "reload" -> {
                services.forEach(Services.Service::stop);
                yield start(services, unit, io);
            }
            case "enable", "disable" -> 0;
            default -> report(services, unit, verb, io);
        };
    }

    private static int start(List<Services.Service> services, String unit, Streams io) {
        boolean all = services.stream().map(Services.Service::start).reduce(true, Boolean::logicalAnd);
        if (!all) {
            io.err().line("Job for " + unit + ".service failed because the control process exited with error code.");
        }
        return all ? 0 : 1;
    }

    private static int report(List<Services.Service> services, String unit, String verb, Streams io) {
        boolean running = services.stream().anyMatch(Services.Service::isRunning);
        if (verb.equals("is-active")) {
            io.out().line(running ? "active" : "inactive");
            return running ? 0 : NOT_RUNNING;
        }
        io.out().line((running ? "● " : "○ ") + unit + ".service");
        io.out().line("   Loaded: loaded (/usr/lib/systemd/system/" + unit + ".service; enabled)");
        io.out().line("   Active: " + (running ? "active (running)" : "inactive (dead)"));
        return running ? 0 : NOT_RUNNING;
    }
}
