package org.ringlab.host.unit;

import java.util.List;
import java.util.Optional;
import org.ringlab.host.ServiceSpec;
import org.ringlab.host.cluster.KubeletUnit;
import org.ringlab.host.container.DockerUnit;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.mesos.MesosUnit;

/** Every unit a host can have: an explicit list. */
public final class Units {
    private static final List<Unit> ALL = List.of(
            new ServiceUnit("dnsmasq", "DNS caching server.", List.of(), ServiceSpec.Kind.DHCP),
            new DockerUnit(),
            new FirewalldUnit(),
            new ServiceUnit(
                    "httpd",
                    "The Apache HTTP Server",
                    List.of("man:httpd(8)", "man:apachectl(8)"),
                    ServiceSpec.Kind.HTTP),
            new IptablesUnit(),
            new LibvirtdUnit(),
            new KubeletUnit(),
            new MesosUnit("marathon"),
            new MesosUnit("mesos-master"),
            new MesosUnit("mesos-slave"),
            new ServiceUnit("named", "Berkeley Internet Name Domain (DNS)", List.of(), ServiceSpec.Kind.DNS),
            new NetworkUnit(),
            new NetworkManagerUnit(),
            new ServiceUnit("vsftpd", "Vsftpd ftp daemon", List.of(), ServiceSpec.Kind.FTP));

    private Units() {}

    /** All, by name. */
    public static List<Unit> all() {
        return ALL;
    }

    /** The names of all. */
    public static List<String> names() {
        return ALL.stream().map(Unit::name).toList();
    }

    /** The unit of that name, where the host has it. */
    public static Optional<Unit> find(Machine machine, String name) {
        for (Unit unit : ALL) {
            if (unit.name().equals(name) && unit.isInstalled(machine)) {
                return Optional.of(unit);
            }
        }
        return Optional.empty();
    }

    /** The unit that the lab's services of a kind belong to; empty for those that always run. */
    public static Optional<Unit> of(ServiceSpec.Kind kind) {
        for (Unit unit : ALL) {
            if (unit instanceof ServiceUnit service && service.kind() == kind) {
                return Optional.of(unit);
            }
        }
        return Optional.empty();
    }

    /** Whether a unit starts at boot. */
    public static boolean isEnabled(Machine machine, Unit unit) {
        return machine.files().linkTarget(unit.wanted().getLast().link()).isPresent();
    }

    /** Has a unit start at boot on a machine just made, whose files nobody has touched yet. */
    public static void install(Machine machine, Unit unit) {
        unit.wanted().forEach(wanted -> machine.files().installLink(wanted.link(), wanted.target()));
    }

    /** Lets a unit start at boot; the links that were made. */
    public static List<Unit.Wanted> enable(Machine machine, Unit unit) {
        return unit.wanted().stream()
                .filter(wanted -> machine.files().linkTarget(wanted.link()).isEmpty())
                .filter(wanted -> link(machine, wanted))
                .toList();
    }

    private static boolean link(Machine machine, Unit.Wanted wanted) {
        try {
            machine.files()
                    .makeDirectories(wanted.link().substring(0, wanted.link().lastIndexOf('/')));
            machine.files().link(wanted.link(), wanted.target());
            return true;
        } catch (FileException taken) {
            return false;
        }
    }

    /** Keeps a unit from starting at boot; the links that were removed. */
    public static List<Unit.Wanted> disable(Machine machine, Unit unit) {
        return unit.wanted().stream()
                .filter(wanted -> machine.files().linkTarget(wanted.link()).isPresent())
                .filter(wanted -> unlink(machine, wanted))
                .toList();
    }

    private static boolean unlink(Machine machine, Unit.Wanted wanted) {
        try {
            machine.files().remove(wanted.link());
            return true;
        } catch (FileException gone) {
            return false;
        }
    }
}
