package org.ringlab.hypervisor.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.ringlab.hypervisor.Comparison;
import org.ringlab.hypervisor.Method;
import org.ringlab.hypervisor.Outcome;
import org.ringlab.hypervisor.Place;
import org.ringlab.hypervisor.VmEvent;

/** Who runs in which mode where several systems share a machine: the monitor below (type 1) or beside its host (type 2). */
public final class Arrangement {
    /** What one who runs is to the machine. */
    public enum Role {
        /** It gets control when a guest is left. */
        MONITOR,
        /** The kernel of a guest, dom0 among them. */
        KERNEL,
        /** Programs of a guest. */
        PROGRAMS,
        /** Programs of the monitor's own system, which no guest's trace shows. */
        BESIDE
    }

    /** One who runs; {@code who} as it is told. */
    public record Part(String who, Role role) {}

    /**
     * An arrangement.
     *
     * @param type 1 or 2; KVM makes a host's kernel the monitor
     * @param method how its guests run: whose trace tells the rings
     */
    public record Kind(String name, int type, Method method, List<Part> parts) {}

    /** The arrangements of the course. */
    public static final List<Kind> ALL = List.of(
            new Kind(
                    "Xen, para-virtual (32 bits)",
                    1,
                    Method.PARAVIRTUAL,
                    List.of(
                            new Part("Xen", Role.MONITOR),
                            new Part("kernel of dom0, with the drivers", Role.KERNEL),
                            new Part("programs of dom0, xl and QEMU among them", Role.PROGRAMS),
                            new Part("kernel of a domU", Role.KERNEL),
                            new Part("programs of a domU", Role.PROGRAMS))),
            new Kind(
                    "Xen, hardware assisted",
                    1,
                    Method.VMX,
                    List.of(
                            new Part("Xen", Role.MONITOR),
                            new Part("kernel of dom0 (PVH)", Role.KERNEL),
                            new Part("programs of dom0, QEMU among them", Role.PROGRAMS),
                            new Part("kernel of a domU", Role.KERNEL),
                            new Part("programs of a domU", Role.PROGRAMS))),
            new Kind(
                    "KVM",
                    2,
                    Method.VMX,
                    List.of(
                            new Part("Linux with the modules kvm and kvm_intel: the monitor", Role.MONITOR),
                            new Part("QEMU, one process a guest: device models", Role.BESIDE),
                            new Part("other programs of the host", Role.BESIDE),
                            new Part("kernel of the guest", Role.KERNEL),
                            new Part("programs of the guest", Role.PROGRAMS))),
            new Kind(
                    "VMware Workstation, binary translation",
                    2,
                    Method.BINARY_TRANSLATION,
                    List.of(
                            new Part("kernel of the host; the monitor after the world switch", Role.MONITOR),
                            new Part("vmware-vmx, one process a guest: device models", Role.BESIDE),
                            new Part("kernel of the guest, translated", Role.KERNEL),
                            new Part("programs of the guest, directly", Role.PROGRAMS))),
            new Kind(
                    "VMware ESX",
                    1,
                    Method.VMX,
                    List.of(
                            new Part("VMkernel", Role.MONITOR),
                            new Part("a monitor and device models for each guest", Role.BESIDE),
                            new Part("kernel of the guest", Role.KERNEL),
                            new Part("programs of the guest", Role.PROGRAMS))));

    private Arrangement() {}

    /** Who of a guest really ran in which ring, and how often the monitor let it go on there, by the trace of a run. */
    public static List<String> observed(Outcome outcome) {
        Map<String, Integer> seen = new TreeMap<>();
        for (VmEvent event : outcome.events()) {
            if (event instanceof VmEvent.Enters enters) {
                String who = enters.place() == Place.GUEST_USER ? "programs" : "kernel  ";
                String ring = enters.ring() < 0 ? "interpreted" : "ring " + enters.ring();
                seen.merge(who + "  " + ring + (outcome.method().nonRoot() ? " non-root" : ""), 1, Integer::sum);
            } else if (event instanceof VmEvent.Crosses crosses) {
                String who = crosses.to() == Place.GUEST_USER ? "programs" : "kernel  ";
                int ring = crosses.to() == Place.GUEST_USER ? 3 : 0;
                String mode = outcome.method().nonRoot() ? "ring " + ring + " non-root" : "interpreted";
                seen.merge(who + "  " + mode, 1, Integer::sum);
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add(outcome.method().title());
        seen.forEach((what, times) -> lines.add(String.format(Locale.ROOT, "  %-32s %5d times", what, times)));
        return lines;
    }

    /**
     * As text: guests in the rings in which the trace of one shows them, and how often they went on there.
     *
     * @param runs one guest under every method
     */
    public static List<String> text(Comparison runs) {
        List<String> lines = new ArrayList<>();
        for (Kind kind : ALL) {
            lines.add(kind.name() + ": type " + kind.type());
            for (Outcome run : runs.rows()) {
                if (run.method() == kind.method()) {
                    kind.parts().forEach(part -> lines.add(line(part, run)));
                }
            }
        }
        return lines;
    }

    private static String line(Part part, Outcome run) {
        boolean modes = run.method().nonRoot();
        return switch (part.role()) {
            case MONITOR -> monitor(modes, part, run);
            case BESIDE -> line("", modes ? "root" : "", part, "its own process: no guest's trace shows it");
            case KERNEL -> guest(Place.GUEST_KERNEL, modes, part, run);
            case PROGRAMS -> guest(Place.GUEST_USER, modes, part, run);
        };
    }

    private static String monitor(boolean modes, Part part, Outcome run) {
        int ring = -1;
        int times = 0;
        for (VmEvent event : run.events()) {
            if (event instanceof VmEvent.Leaves leaves) {
                ring = leaves.ring();
                times++;
            }
        }
        return line("ring " + ring, modes ? "root" : "", part, "entered " + times + " times");
    }

    private static String guest(Place place, boolean modes, Part part, Outcome run) {
        int ring = -1;
        int times = 0;
        for (VmEvent event : run.events()) {
            if (event instanceof VmEvent.Enters enters && enters.place() == place) {
                ring = enters.ring();
                times++;
            } else if (event instanceof VmEvent.Crosses crosses && crosses.to() == place && modes) {
                ring = place == Place.GUEST_USER ? 3 : 0;
                times++;
            }
        }
        return line("ring " + ring, modes ? "non-root" : "", part, "entered " + times + " times");
    }

    private static String line(String ring, String mode, Part part, String how) {
        return String.format(Locale.ROOT, "  %-6s %-9s %-56s %s", ring, mode, part.who(), how);
    }
}
