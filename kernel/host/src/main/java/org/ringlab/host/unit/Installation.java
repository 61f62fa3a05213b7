package org.ringlab.host.unit;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.software.Package;
import org.ringlab.host.software.PackageScripts;

/** What installing and removing packages does beside bringing programs: users, directories, services. */
public final class Installation {
    private Installation() {}

    /** Installs; services that the distribution presets are enabled, none is started. */
    public static void install(Session session, List<Package> packages) {
        session.machine().packages().add(packages);
        for (Package each : packages) {
            PackageScripts.run(session.machine().files(), each.name());
        }
        Units.all().stream()
                .filter(unit -> unit.isPreset() && packages.stream().anyMatch(p -> brings(p, unit)))
                .forEach(unit -> Units.enable(session.machine(), unit));
    }

    private static boolean brings(Package p, Unit unit) {
        return p.commands().contains(unit.name()) || p.name().equals(unit.name());
    }

    /** Removes; services of theirs stop first. */
    public static void remove(Session session, List<Package> packages) {
        Units.all().stream()
                .filter(unit -> packages.stream().anyMatch(p -> brings(p, unit)))
                .filter(unit -> unit.isInstalled(session.machine()))
                .forEach(unit -> {
                    Systemd.stop(session, unit);
                    Units.disable(session.machine(), unit);
                });
        session.machine().packages().remove(packages);
    }
}
