package org.ringlab.cpu.system;

import org.ringlab.cpu.trap.Event;
import org.ringlab.cpu.trap.NotSimulated;
import org.ringlab.cpu.trap.Trap;
import org.ringlab.cpu.trap.Vector;

/**
 * Floating-point and vector instructions aren't simulated, but what keeps them from being executed is: how a kernel that saves
 * such registers lazily hears of their first use (SDM vol. 3 section 2.5, tables 9-3 and 13-1).
 */
public final class Extensions {
    private Extensions() {}

    /** The exception that comes before the instruction would be executed, or that it isn't simulated. */
    public static Event met(NotSimulated not, long cr0, long cr4) {
        boolean switched = (cr0 & Cr0.TS) != 0;
        boolean emulated = (cr0 & Cr0.EM) != 0;
        return switch (not.what()) {
            case "WAIT" -> switched && (cr0 & Cr0.MP) != 0 ? Trap.of(Vector.NM) : not;
            case "x87" -> switched || emulated ? Trap.of(Vector.NM) : not;
            case "MMX and SSE" -> emulated ? Trap.ud() : switched ? Trap.of(Vector.NM) : not;
            case "SSE" -> emulated || (cr4 & Cr4.OSFXSR) == 0 ? Trap.ud() : switched ? Trap.of(Vector.NM) : not;
            case "AVX", "AVX-512" -> (cr4 & Cr4.OSXSAVE) == 0 ? Trap.ud() : not;
            default -> not;
        };
    }
}
