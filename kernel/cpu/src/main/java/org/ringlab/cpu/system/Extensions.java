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
    private static final long AVX_STATE = 0x6; // of XCR0
    private static final long AVX512_STATE = 0xE6;

    private Extensions() {}

    /** The exception that comes before the instruction would be executed, or that it isn't simulated. */
    public static Event met(NotSimulated not, long cr0, long cr4, long xcr0) {
        boolean switched = (cr0 & Cr0.TS) != 0;
        boolean emulated = (cr0 & Cr0.EM) != 0;
        return switch (not.what()) {
            case "WAIT" -> switched && (cr0 & Cr0.MP) != 0 ? Trap.of(Vector.NM) : not;
            case "x87" -> switched || emulated ? Trap.of(Vector.NM) : not;
            case "MMX and SSE" -> emulated ? Trap.ud() : switched ? Trap.of(Vector.NM) : not;
            case "SSE" -> emulated || (cr4 & Cr4.OSFXSR) == 0 ? Trap.ud() : switched ? Trap.of(Vector.NM) : not;
            case "AVX" -> vector(not, AVX_STATE, cr4, xcr0, switched);
            case "AVX-512" -> vector(not, AVX512_STATE, cr4, xcr0, switched);
            default -> not;
        };
    }

    /** The system has to have turned on XSAVE and the states that the instruction uses. */
    private static Event vector(NotSimulated not, long state, long cr4, long xcr0, boolean switched) {
        boolean on = (cr4 & Cr4.OSXSAVE) != 0 && (xcr0 & state) == state;
        return !on ? Trap.ud() : switched ? Trap.of(Vector.NM) : not;
    }
}
