package org.ringlab.cpu.core;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.code.Code;
import org.ringlab.cpu.code.Decoded;
import org.ringlab.cpu.code.Decoder;
import org.ringlab.cpu.code.Instruction;
import org.ringlab.cpu.code.Mode;
import org.ringlab.cpu.trap.Raised;
import org.ringlab.cpu.trap.Trap;
import org.ringlab.mmu.memory.PhysicalMemory;

/** Decoded instructions by frame. Memory tells of writes to frames that hold some; those are decoded again. */
final class CodeCache implements PhysicalMemory.Watcher {
    private static final int SLOTS = 64;
    /** A page's instructions can fill a megabyte, and a runaway program runs through all of memory. */
    private static final int MOST_PAGES = 32;

    private final LinearMemory memory;
    private final PhysicalMemory physical;
    private final Map<Long, CodePage> pages = new HashMap<>();
    private final long[] recentPage = new long[2 * SLOTS]; // the supervisor's, then the user's
    private final @Nullable CodePage[] recent = new CodePage[2 * SLOTS];
    private Runnable replaced = () -> {};

    CodeCache(LinearMemory memory, PhysicalMemory physical) {
        this.memory = memory;
        this.physical = physical;
        physical.addWatcher(this);
        forget();
    }

    /** What to do when frames were exchanged behind everybody's back. */
    void onReplaced(Runnable action) {
        replaced = action;
    }

    /** Translations changed: pages are looked up again. */
    void forget() {
        Arrays.fill(recentPage, -1);
    }

    /** The page that a linear address is fetched from. */
    CodePage page(long linear) {
        long number = linear >>> 12;
        int slot = (int) number & SLOTS - 1 | (memory.asUser() ? SLOTS : 0);
        CodePage page = recent[slot];
        if (page != null && recentPage[slot] == number) {
            return page;
        }
        long at = memory.fetchAddress(linear);
        page = pages.get(at >>> 12);
        if (page == null) {
            if (pages.size() >= MOST_PAGES) {
                pages.clear();
                Arrays.fill(recent, null);
                forget();
            }
            page = new CodePage();
            pages.put(at >>> 12, page);
            physical.watch(at);
            memory.forget(); // it may have been lent for writing
        }
        recentPage[slot] = number;
        recent[slot] = page;
        return page;
    }

    @Override
    public void written(long address) {
        CodePage page = pages.get(address >>> 12);
        if (page != null) {
            page.changed((int) address & 0xFF8);
        }
    }

    @Override
    public void replaced(long frameNumber) {
        CodePage page = pages.get(frameNumber);
        if (page != null) {
            for (int offset = 0; offset < 4096; offset += 8) {
                page.changed(offset);
            }
        }
        replaced.run();
    }

    /**
     * Decodes what lies at a linear address.
     *
     * @param room how many bytes the code segment still has from there on, unsigned
     * @throws Raised #UD, #GP(0) for more than 15 bytes or beyond the segment, or the fetch's fault
     */
    Instruction decode(long linear, long linearMask, long room, Mode mode) {
        long[] frameStart = {-1, -1};
        Code code = offset -> {
            if (Long.compareUnsigned(offset, room) >= 0) {
                return Code.NOTHING;
            }
            long address = linear + offset & linearMask;
            int which = address >>> 12 == linear >>> 12 ? 0 : 1;
            if (frameStart[which] < 0) {
                frameStart[which] = memory.fetchAddress(address) & ~0xFFFL;
            }
            return physical.readByte(frameStart[which] | address & 0xFFF);
        };
        return switch (Decoder.decode(code, mode)) {
            case Decoded.Ok ok -> ok.instruction();
            case Decoded.Undefined undefined -> throw Raised.ud();
            case Decoded.TooLong tooLong -> throw Raised.gp(0);
            case Decoded.NeedMore more -> throw new Raised(Trap.gp(0));
            case Decoded.NotSimulated not -> throw Raised.notSimulated(not.what());
        };
    }
}
