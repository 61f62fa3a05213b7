package org.ringlab.hypervisor.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.ringlab.hypervisor.Outcome;
import org.ringlab.hypervisor.Place;
import org.ringlab.hypervisor.VmEvent;

/** Who runs in which mode where several systems share a machine: the monitor below (type 1) or beside its host (type 2). */
public final class Arrangement {
    /**
     * One who runs.
     *
     * @param who as it is told
     * @param ring 0 to 3, or 1 for a compressed kernel
     * @param mode {@code root}, {@code non-root} or, where the processor has no such modes, empty
     */
    public record Part(String who, int ring, String mode) {}

    /**
     * An arrangement.
     *
     * @param type 1 or 2; KVM makes a host's kernel the monitor
     */
    public record Kind(String name, int type, List<Part> parts) {}

    /** The arrangements of the course. */
    public static final List<Kind> ALL = List.of(
            new Kind(
                    "Xen, para-virtual (32 bits)",
                    1,
                    List.of(
                            new Part("Xen", 0, ""),
                            new Part("kernel of dom0, with the drivers", 1, ""),
                            new Part("programs of dom0, xl and QEMU among them", 3, ""),
                            new Part("kernel of a domU", 1, ""),
                            new Part("programs of a domU", 3, ""))),
            new Kind(
                    "Xen, hardware assisted",
                    1,
                    List.of(
                            new Part("Xen", 0, "root"),
                            new Part("kernel of dom0 (PVH)", 0, "non-root"),
                            new Part("programs of dom0, QEMU among them", 3, "non-root"),
                            new Part("kernel of a domU", 0, "non-root"),
                            new Part("programs of a domU", 3, "non-root"))),
            new Kind(
                    "KVM",
                    2,
                    List.of(
                            new Part("Linux with the modules kvm and kvm_intel: the monitor", 0, "root"),
                            new Part("QEMU, one process a guest: device models", 3, "root"),
                            new Part("other programs of the host", 3, "root"),
                            new Part("kernel of the guest", 0, "non-root"),
                            new Part("programs of the guest", 3, "non-root"))),
            new Kind(
                    "VMware Workstation, binary translation",
                    2,
                    List.of(
                            new Part("kernel of the host; the monitor after the world switch", 0, ""),
                            new Part("vmware-vmx, one process a guest: device models", 3, ""),
                            new Part("kernel of the guest, translated", 1, ""),
                            new Part("programs of the guest, directly", 3, ""))),
            new Kind(
                    "VMware ESX",
                    1,
                    List.of(
                            new Part("VMkernel", 0, "root"),
                            new Part("a monitor and device models for each guest", 3, "root"),
                            new Part("kernel of the guest", 0, "non-root"),
                            new Part("programs of the guest", 3, "non-root"))));

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

    /** As text. */
    public static List<String> text() {
        List<String> lines = new ArrayList<>();
        for (Kind kind : ALL) {
            lines.add(kind.name() + ": type " + kind.type());
            for (Part part : kind.parts()) {
                lines.add(String.format(Locale.ROOT, "  ring %d %-9s %s", part.ring(), part.mode(), part.who()));
            }
        }
        return lines;
    }
}
