package org.ringlab.hypervisor.ring;

import org.ringlab.cpu.core.SegmentRegister;
import org.ringlab.cpu.segment.Descriptor;

/**
 * Ring compression: what a descriptor of the guest becomes so that its ring 0 is ring 1, and the monitor's memory lies beyond
 * every segment.
 */
final class Squeeze {
    /** The last byte that a guest's segment may hold. */
    static final long LAST = HostTables.LINEAR - 1;

    private static final int DPL = 3 << 5;
    private static final int RING1 = 1 << 5;

    private Squeeze() {}

    /**
     * The shadow of a descriptor; zero for what the guest must not use by itself.
     *
     * @param inKernel the guest's kernel runs: then code of programs is absent, so that each return to a program traps
     */
    static long descriptor(long low, boolean inKernel) {
        Descriptor d = new Descriptor(low, 0);
        if (!d.ordinary() || !d.present()) {
            return 0;
        }
        int rights = rights(d.rights());
        if (inKernel && d.code() && d.dpl() == 3 && !d.conforming()) {
            rights &= ~SegmentRegister.PRESENT;
        }
        return raw(d.base(), limit(d.base(), d.limit(), d.rights()), rights);
    }

    /** A descriptor made from what a segment register holds. */
    static long of(SegmentRegister segment) {
        return segment.unusable()
                ? 0
                : raw(
                        segment.base(),
                        limit(segment.base(), segment.limit(), segment.rights()),
                        rights(segment.rights()) & 0xF0FF);
    }

    private static long raw(long base, long limit, int rights) {
        boolean pages = limit > 0xF_FFFF;
        int bits = pages ? rights | 1 << 15 : rights & ~(1 << 15);
        return Descriptor.segment(base, pages ? limit >>> 12 : limit, bits);
    }

    /** DPL 0 becomes 1. */
    static int rights(int rights) {
        return (rights & DPL) == 0 ? rights | RING1 : rights;
    }

    /** Cut off before the monitor; what grows downwards isn't. */
    static long limit(long base, long limit, int rights) {
        boolean down = (rights & 12) == 4;
        return down ? limit : Math.max(0, Math.min(limit, LAST - base));
    }
}
