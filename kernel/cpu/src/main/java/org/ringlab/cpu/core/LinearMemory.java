package org.ringlab.cpu.core;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.system.Cr4;
import org.ringlab.cpu.trap.Raised;
import org.ringlab.cpu.trap.Trap;
import org.ringlab.cpu.trap.Vector;
import org.ringlab.mmu.memory.PhysicalMemory;
import org.ringlab.mmu.paging.Access;
import org.ringlab.mmu.paging.Access.Type;
import org.ringlab.mmu.paging.Fault;
import org.ringlab.mmu.tlb.Mmu;

/**
 * Memory by linear address. Translations that were just used lie in a small table in front of the memory unit's TLB, with the
 * frame they lead to; it is emptied whenever the memory unit says that translations changed. Frames with code in them aren't
 * written through it, so that memory's watchers hear.
 */
public final class LinearMemory {
    private static final int SLOTS = 256;
    private static final int USER = SLOTS;
    private static final int NEVER = 2 * SLOTS; // a bank that is never filled
    private static final long NO_PAGE = -1;
    private static final Access SYSTEM_READ = new Access(Type.READ, 0, false, true);
    private static final Access SYSTEM_WRITE = new Access(Type.WRITE, 0, false, true);

    private final Mmu mmu;
    private final PhysicalMemory physical;
    private final long[] readPage = new long[3 * SLOTS];
    private final long[][] readFrame = new long[3 * SLOTS][];
    private final long[] writePage = new long[3 * SLOTS];
    private final long[][] writeFrame = new long[3 * SLOTS][];

    private Access read = Access.KERNEL_READ;
    private Access write = Access.KERNEL_WRITE;
    private Access fetch = Access.KERNEL_FETCH;
    private int bank;
    private boolean aligned;
    private boolean plain = true;
    private int changes;
    private @Nullable DebugRegisters watch; // where DR0 to DR3 watch loads or stores
    private GuestFaults guestFaults = fault -> Trap.gp(0);

    /** What a fault of the second dimension is to a guest's processor. */
    interface GuestFaults {
        org.ringlab.cpu.trap.Event of(Fault fault);
    }

    LinearMemory(Mmu mmu) {
        this.mmu = mmu;
        physical = mmu.memory();
        forget();
    }

    void guestFaults(GuestFaults faults) {
        guestFaults = faults;
    }

    /** Who is told of the running code's loads and stores; null: nobody. */
    void watch(@Nullable DebugRegisters newWatch) {
        watch = newWatch;
    }

    /** Accesses are made in this ring from now on. */
    void privilege(int cpl, boolean ac, boolean checkAlignment) {
        boolean user = cpl == 3;
        if (ac != read.ac()) {
            forget();
        }
        if (user != read.user() || ac != read.ac()) {
            read = new Access(Type.READ, user ? 3 : 0, ac, false);
            write = new Access(Type.WRITE, user ? 3 : 0, ac, false);
            fetch = new Access(Type.FETCH, user ? 3 : 0, ac, false);
        }
        aligned = user && checkAlignment;
        chooseBank();
    }

    /** Whether accesses are ring 3's. */
    boolean asUser() {
        return read.user();
    }

    /** Without the front every access asks the TLB, so that its counters are exact; slower. */
    public void throughTlb(boolean always) {
        plain = !always;
        chooseBank();
    }

    private void chooseBank() {
        bank = aligned || !plain || watch != null ? NEVER : read.user() ? USER : 0;
    }

    /** Whether the memory unit changed since something was kept; drops it then. */
    boolean stale() {
        if (changes == mmu.changes()) {
            return false;
        }
        forget();
        return true;
    }

    /** Drops what is kept. */
    void forget() {
        changes = mmu.changes();
        Arrays.fill(readPage, NO_PAGE);
        Arrays.fill(writePage, NO_PAGE);
    }

    /** An address isn't canonical: #GP(0), or #SS(0) if {@link Interpreter#notCanonical} finds that it was the stack's. */
    static final Trap NOT_CANONICAL = Trap.gp(0);

    private static long mask(int size) {
        return -1L >>> 64 - (size << 3);
    }

    // ---- as the running code accesses it --------------------------------------------------------------------------

    /** A load of 1, 2, 4 or 8 bytes, zero extended. */
    public long read(long linear, int size) {
        int slot = (int) (linear >>> 12) & SLOTS - 1 | bank;
        int shift = ((int) linear & 7) << 3;
        if (readPage[slot] == linear >>> 12 && shift + (size << 3) <= 64) {
            return readFrame[slot][(int) linear >>> 3 & 511] >>> shift & mask(size);
        }
        return readSlowly(linear, size, slot);
    }

    /** A store. */
    public void write(long linear, int size, long value) {
        int slot = (int) (linear >>> 12) & SLOTS - 1 | bank;
        int shift = ((int) linear & 7) << 3;
        if (writePage[slot] == linear >>> 12 && shift + (size << 3) <= 64) {
            long[] frame = writeFrame[slot];
            int word = (int) linear >>> 3 & 511;
            frame[word] = frame[word] & ~(mask(size) << shift) | (value & mask(size)) << shift;
            return;
        }
        writeSlowly(linear, size, value, slot);
    }

    /** A load whose store follows: it faults as that would. */
    public long readToWrite(long linear, int size) {
        int slot = (int) (linear >>> 12) & SLOTS - 1 | bank;
        int shift = ((int) linear & 7) << 3;
        if (writePage[slot] == linear >>> 12 && shift + (size << 3) <= 64) {
            return writeFrame[slot][(int) linear >>> 3 & 511] >>> shift & mask(size);
        }
        align(linear, size);
        long value = read(linear, size, write);
        told(linear, size, false);
        return value;
    }

    private long readSlowly(long linear, int size, int slot) {
        align(linear, size);
        long value = read(linear, size, read);
        told(linear, size, false);
        if (bank != NEVER) {
            long[] frame = physical.lend(mmu.translate(linear, read));
            if (frame != null) {
                readPage[slot] = linear >>> 12;
                readFrame[slot] = frame;
            }
        }
        return value;
    }

    private void writeSlowly(long linear, int size, long value, int slot) {
        align(linear, size);
        write(linear, size, value, write);
        told(linear, size, true);
        if (bank != NEVER) {
            long at = mmu.translate(linear, write);
            long[] frame = physical.watched(at) ? null : physical.lend(at);
            if (frame != null) {
                writePage[slot] = linear >>> 12;
                writeFrame[slot] = frame;
            }
        }
    }

    private void told(long linear, int size, boolean stored) {
        if (watch != null) {
            watch.data(linear, size, stored);
        }
    }

    /** Always true outside long mode, whose linear addresses have 32 bits. */
    private boolean canonical(long linear) {
        int unused = (mmu.control().cr4() & Cr4.LA57) != 0 ? 7 : 16;
        return linear << unused >> unused == linear;
    }

    private void align(long linear, int size) {
        if (aligned && (linear & size - 1) != 0 && canonical(linear) && canonical(linear + size - 1)) {
            throw Raised.of(Vector.AC, 0);
        }
    }

    // ---- as the processor itself accesses it ----------------------------------------------------------------------

    /** A load of a descriptor, a TSS or a table: the supervisor's, whatever the ring. */
    public long readSystem(long linear, int size) {
        return read(linear, size, SYSTEM_READ);
    }

    /** A store of the same kind. */
    public void writeSystem(long linear, int size, long value) {
        write(linear, size, value, SYSTEM_WRITE);
    }

    /** A load as another ring. */
    public long read(long linear, int size, Access access) {
        int here = 4096 - ((int) linear & 4095);
        if (size > here && !canonical(linear + here)) {
            throw new Raised(NOT_CANONICAL);
        }
        long first = translate(linear, access);
        if (size <= here) {
            return physicalRead(first, size);
        }
        long second = translate(linear + here, access);
        return physicalRead(first, here) | physicalRead(second, size - here) << (here << 3);
    }

    /** A store as another ring; nothing is stored if part of it faults. */
    public void write(long linear, int size, long value, Access access) {
        int here = 4096 - ((int) linear & 4095);
        if (size > here && !canonical(linear + here)) {
            throw new Raised(NOT_CANONICAL);
        }
        long first = translate(linear, access);
        if (size <= here) {
            physicalWrite(first, size, value);
            return;
        }
        long second = translate(linear + here, access);
        physicalWrite(first, here, value);
        physicalWrite(second, size - here, value >>> (here << 3));
    }

    /** Where the byte to fetch lies. */
    long fetchAddress(long linear) {
        return translate(linear, fetch);
    }

    private long translate(long linear, Access access) {
        long at = mmu.translate(linear, access);
        if (at >= 0) {
            return at;
        }
        Arrays.fill(readPage, NO_PAGE);
        Arrays.fill(writePage, NO_PAGE);
        throw new Raised(
                switch (mmu.fault()) {
                    case Fault.PageFault fault -> Trap.pageFault(fault.error(), fault.cr2());
                    case Fault.GeneralProtection fault -> NOT_CANONICAL;
                    case Fault.EptViolation fault -> guestFaults.of(fault);
                    case Fault.EptMisconfiguration fault -> guestFaults.of(fault);
                    case Fault.NestedPageFault fault -> guestFaults.of(fault);
                });
    }

    private long physicalRead(long at, int size) {
        long word = at & -8L;
        int shift = ((int) at & 7) << 3;
        long value = physical.readLong(word) >>> shift;
        if (shift + (size << 3) > 64) {
            value |= physical.readLong(word + 8) << 64 - shift;
        }
        return value & mask(size);
    }

    private void physicalWrite(long at, int size, long value) {
        long word = at & -8L;
        int shift = ((int) at & 7) << 3;
        long bits = mask(size);
        physical.writeLong(word, physical.readLong(word) & ~(bits << shift) | (value & bits) << shift);
        if (shift + (size << 3) > 64) {
            int rest = 64 - shift;
            physical.writeLong(word + 8, physical.readLong(word + 8) & ~(bits >>> rest) | (value & bits) >>> rest);
        }
    }
}
