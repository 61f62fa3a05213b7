package org.ringlab.hypervisor.text;

import java.util.ArrayList;
import java.util.List;
import org.ringlab.hypervisor.Hex;
import org.ringlab.hypervisor.Method;
import org.ringlab.hypervisor.Outcome;
import org.ringlab.hypervisor.Place;
import org.ringlab.hypervisor.VmEvent;

/** A trace as arrows between five layers: what to draw, whoever draws it. */
public final class Ladder {
    /** Who acts, from the outermost to the machine. */
    public enum Lane {
        /** The guest's program. */
        GUEST_USER,
        /** The guest's kernel. */
        GUEST_KERNEL,
        /** The processor that the guest believes to have. */
        VIRTUAL_CPU,
        /** The monitor: host kernel. */
        MONITOR,
        /** Devices and the real processor's tables. */
        MACHINE
    }

    /** One arrow, and the event that it stands for. */
    public record Step(long cycle, Lane from, Lane to, VmEvent event) {
        /** What happened, in English. */
        public String label() {
            return Ladder.label(event);
        }
    }

    private Ladder() {}

    /** All events of a run. */
    public static List<Step> of(Outcome outcome) {
        return steps(outcome.events());
    }

    /**
     * The way of the first system call: from the program's INT 0x80 until the program goes on. Empty where the guest makes
     * none, or not within the events that were kept.
     */
    public static List<Step> systemCall(Outcome outcome) {
        List<VmEvent> events = outcome.events();
        int from = -1;
        for (int i = 0; i < events.size(); i++) {
            VmEvent event = events.get(i);
            boolean call = switch (event) {
                case VmEvent.Leaves leaves ->
                    leaves.place() == Place.GUEST_USER && leaves.instruction().startsWith("int ");
                case VmEvent.Crosses crosses ->
                    crosses.from() == Place.GUEST_USER && crosses.how().startsWith("interrupt 0x80");
                default -> false;
            };
            if (call && from < 0) {
                from = i;
            }
            boolean back = switch (event) {
                case VmEvent.Enters enters -> enters.place() == Place.GUEST_USER;
                case VmEvent.Crosses crosses -> crosses.to() == Place.GUEST_USER;
                default -> false;
            };
            if (from >= 0 && i > from && back) {
                return steps(events.subList(from, i + 1));
            }
        }
        return List.of();
    }

    private static List<Step> steps(List<VmEvent> events) {
        List<Step> steps = new ArrayList<>();
        for (VmEvent event : events) {
            steps.add(step(event));
        }
        return steps;
    }

    private static Step step(VmEvent event) {
        long cycle = event.cycle();
        return switch (event) {
            case VmEvent.Enters e -> new Step(cycle, Lane.MONITOR, lane(e.place()), e);
            case VmEvent.Leaves e -> new Step(cycle, lane(e.place()), Lane.MONITOR, e);
            case VmEvent.Emulates e -> new Step(cycle, Lane.MONITOR, Lane.VIRTUAL_CPU, e);
            case VmEvent.Injects e -> new Step(cycle, Lane.VIRTUAL_CPU, Lane.GUEST_KERNEL, e);
            case VmEvent.Crosses e -> new Step(cycle, lane(e.from()), lane(e.to()), e);
            case VmEvent.HandsOn e -> new Step(cycle, Lane.MONITOR, Lane.GUEST_KERNEL, e);
            case VmEvent.FillsShadow e -> new Step(cycle, Lane.MONITOR, Lane.MACHINE, e);
            case VmEvent.Translates e -> new Step(cycle, Lane.MONITOR, Lane.MACHINE, e);
            case VmEvent.Chains e -> new Step(cycle, Lane.MONITOR, Lane.MACHINE, e);
            case VmEvent.Serves e -> new Step(cycle, Lane.MONITOR, Lane.MACHINE, e);
        };
    }

    private static String label(VmEvent event) {
        return switch (event) {
            case VmEvent.Enters e -> "enters at " + Hex.of(e.eip());
            case VmEvent.Leaves e ->
                e.how() + " " + e.why() + (e.instruction().isEmpty() ? "" : ": " + e.instruction());
            case VmEvent.Emulates e ->
                "carries out " + (e.instruction().isEmpty() ? "it" : e.instruction())
                        + (e.effect().isEmpty() ? "" : ", " + e.effect());
            case VmEvent.Injects e -> e.what() + " → " + Hex.of(e.handler());
            case VmEvent.Crosses e -> e.how() + " → " + Hex.of(e.eip());
            case VmEvent.HandsOn e -> "hands the exit to the inner monitor at " + Hex.of(e.eip());
            case VmEvent.FillsShadow e -> "shadow entry " + Hex.of(e.linear()) + " → " + Hex.of(e.hostPhysical());
            case VmEvent.Translates e ->
                "translates " + Hex.of(e.eip()) + ": " + e.guestInstructions() + " instructions, " + e.guestBytes()
                        + " → " + e.bytes() + " bytes";
            case VmEvent.Chains e -> "chains to " + Hex.of(e.to());
            case VmEvent.Serves e -> e.what();
        };
    }

    private static Lane lane(Place place) {
        return switch (place) {
            case GUEST_USER -> Lane.GUEST_USER;
            case GUEST_KERNEL -> Lane.GUEST_KERNEL;
            case MONITOR -> Lane.MONITOR;
            case DEVICE_MODEL -> Lane.MACHINE;
        };
    }

    /** A lane's name with the ring it really has under a method. */
    public static String title(Lane lane, Method method) {
        String mode = method.nonRoot() ? " non-root" : "";
        return switch (lane) {
            case GUEST_USER -> "guest user" + ring(Place.GUEST_USER.ring(method)) + mode;
            case GUEST_KERNEL -> "guest kernel" + ring(Place.GUEST_KERNEL.ring(method)) + mode;
            case VIRTUAL_CPU -> "virtual CPU";
            case MONITOR -> "monitor" + ring(Place.MONITOR.ring(method)) + (method.nonRoot() ? " root" : "");
            case MACHINE -> "machine";
        };
    }

    private static String ring(int ring) {
        return ring < 0 ? ", interpreted" : ", ring " + ring;
    }

    /** As text: a column a lane, arrows from left to right and back. */
    public static List<String> text(List<Step> steps, Method method) {
        int width = 18;
        StringBuilder head = new StringBuilder("    cycle  ");
        for (Lane lane : Lane.values()) {
            head.append(String.format(java.util.Locale.ROOT, "%-" + width + "s", word(title(lane, method), 0)));
        }
        StringBuilder rings = new StringBuilder(" ".repeat(11));
        for (Lane lane : Lane.values()) {
            rings.append(String.format(java.util.Locale.ROOT, "%-" + width + "s", word(title(lane, method), 1)));
        }
        List<String> lines = new ArrayList<>();
        lines.add(head.toString().stripTrailing());
        lines.add(rings.toString().stripTrailing());
        for (Step step : steps) {
            char[] row = new char[width * Lane.values().length];
            java.util.Arrays.fill(row, ' ');
            for (Lane lane : Lane.values()) {
                row[lane.ordinal() * width + 4] = '│';
            }
            int a = step.from().ordinal() * width + 4;
            int b = step.to().ordinal() * width + 4;
            for (int i = Math.min(a, b) + 1; i < Math.max(a, b); i++) {
                row[i] = '─';
            }
            if (a != b) {
                row[b] = a < b ? '▶' : '◀';
                row[a] = '●';
            } else {
                row[a] = '●';
            }
            lines.add(String.format(java.util.Locale.ROOT, "%9d  ", step.cycle()) + new String(row).stripTrailing()
                    + "  " + step.label());
        }
        return lines;
    }

    /** The name of a lane, or what stands behind its comma. */
    private static String word(String title, int which) {
        String[] parts = title.split(", ", 2);
        return which < parts.length ? parts[which] : "";
    }
}
