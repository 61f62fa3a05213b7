package org.ringlab.host.memory;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.mmu.memory.PhysicalMemory;
import org.ringlab.mmu.os.Disk;
import org.ringlab.mmu.os.OperatingSystem;
import org.ringlab.mmu.os.SendQueue;
import org.ringlab.mmu.paging.ControlRegisters;
import org.ringlab.mmu.paging.CpuModel;
import org.ringlab.mmu.paging.EntryBits;
import org.ringlab.mmu.paging.Fault;
import org.ringlab.mmu.paging.PagingMode;
import org.ringlab.mmu.paging.Stage;
import org.ringlab.mmu.paging.TableBuilder;
import org.ringlab.mmu.tlb.CacheShape;
import org.ringlab.mmu.tlb.DataCache;
import org.ringlab.mmu.tlb.Mmu;
import org.ringlab.mmu.tlb.TlbShape;

/**
 * A bare machine on a bench: memory, a processor's memory unit, caches; the highest table lies at 0x1000 and further tables
 * are taken from the frames behind it. It may be a guest's: then those addresses are guest-physical, its tables lie at
 * {@link #GUEST} and further, and below it is a second dimension whose tables begin at 0x1000 of the host's memory. Beside it
 * a small kernel and devices, each made when first asked for.
 */
public final class MemoryBench {
    /** Where the highest table lies. */
    static final long ROOT = 0x1000;
    /** Frames for tables: the first 16 MiB. */
    private static final long TABLES_END = 0x100_0000;

    /** Where a guest's memory, as far as its own tables take it, begins in the host's. */
    static final long GUEST = 0x1000_0000;
    /** Which guest it is. */
    private static final int TAG = 1;
    /** A guest's tables may be read and written; write-back, where entries say so. */
    private static final long EPT_ALL = EntryBits.EPT_WRITE | EntryBits.EPT_EXECUTE | EntryBits.EPT_WRITE_BACK;

    private Mmu mmu;
    private TableBuilder tables;
    private Stage.Kind below = Stage.Kind.ORDINARY;
    private @Nullable TableBuilder second;
    private DataCache secondCache = new DataCache(CacheShape.L2, null);
    private DataCache firstCache = new DataCache(CacheShape.L1, secondCache);
    private long nextTable;
    private long nextGuestTable;
    private @Nullable OperatingSystem os;
    private @Nullable Disk disk;
    private @Nullable SendQueue queue;
    private long queueTime;

    /** A machine with 4-level paging and a desktop's TLB. */
    public MemoryBench() {
        mmu = new Mmu(new PhysicalMemory(40), CpuModel.STANDARD, TlbShape.DESKTOP);
        tables = begin(PagingMode.LEVEL4, Stage.Kind.ORDINARY);
    }

    /**
     * Starts anew with another machine; nothing is mapped.
     *
     * @param kind that of the second dimension; {@code ORDINARY} for a machine that is no guest
     */
    void renew(PagingMode mode, CpuModel cpu, TlbShape shape, Stage.Kind kind) {
        mmu = new Mmu(new PhysicalMemory(cpu.physicalBits()), cpu, shape);
        secondCache = new DataCache(CacheShape.L2, null);
        firstCache = new DataCache(CacheShape.L1, secondCache);
        tables = begin(mode, kind);
    }

    private TableBuilder begin(PagingMode mode, Stage.Kind kind) {
        below = kind;
        nextTable = ROOT;
        second = null;
        Optional<Fault> refused;
        TableBuilder made;
        if (kind == Stage.Kind.ORDINARY) {
            made = new TableBuilder(mmu.memory(), mode, frame(), this::frame);
            refused = mmu.load(ControlRegisters.of(mode, ROOT));
        } else {
            // as many levels in both dimensions
            PagingMode outer = mode == PagingMode.LEVEL5 ? PagingMode.LEVEL5 : PagingMode.LEVEL4;
            long root = frame();
            Stage stage = kind == Stage.Kind.EPT
                    ? Stage.extended(EntryBits.eptPointer(root, outer.levels()), mmu.cpu())
                    : Stage.nested(ControlRegisters.of(outer, root), mmu.cpu());
            second = TableBuilder.below(mmu.memory(), outer, root, this::frame);
            nextGuestTable = ROOT;
            made = TableBuilder.ofGuest(mmu.memory(), mode, guestFrame(), this::guestFrame, GUEST);
            refused = mmu.enter(stage, ControlRegisters.of(mode, ROOT), TAG);
        }
        if (refused.isPresent()) {
            throw new IllegalStateException("an empty table was refused");
        }
        return made;
    }

    private long frame() {
        long frame = nextTable;
        nextTable += PhysicalMemory.FRAME_BYTES;
        return frame < TABLES_END ? frame : -1;
    }

    /** A frame of the guest's, which its monitor backs at once. */
    private long guestFrame() {
        long frame = nextGuestTable;
        nextGuestTable += PhysicalMemory.FRAME_BYTES;
        boolean backed = frame < TABLES_END
                && mapSecond(frame, GUEST + frame, PhysicalMemory.FRAME_BYTES, true, true)
                        .isEmpty();
        return backed ? frame : -1;
    }

    /** Whether this machine is a guest. */
    boolean isGuest() {
        return second != null;
    }

    /** Lets a guest-physical page lie somewhere in the host's memory; what is wrong with that, if something is. */
    Optional<String> mapSecond(long guest, long host, long bytes, boolean writable, boolean executable) {
        if (second == null) {
            return Optional.of("this machine is no guest (memory new --nested ept)");
        }
        long flags = below == Stage.Kind.EPT
                ? EPT_ALL & ~(writable ? 0 : EntryBits.EPT_WRITE) & ~(executable ? 0 : EntryBits.EPT_EXECUTE)
                : EntryBits.USER | (writable ? EntryBits.WRITABLE : 0) | (executable ? 0 : EntryBits.NO_EXECUTE);
        return second.map(guest, host, bytes, flags);
    }

    /** The memory unit. */
    public Mmu mmu() {
        return mmu;
    }

    /** Its tables. */
    public TableBuilder tables() {
        return tables;
    }

    /** The first-level data cache. */
    public DataCache firstCache() {
        return firstCache;
    }

    /** The second-level cache. */
    public DataCache secondCache() {
        return secondCache;
    }

    /** The small kernel, once it was booted. */
    public Optional<OperatingSystem> os() {
        return Optional.ofNullable(os);
    }

    void boot(OperatingSystem booted) {
        os = booted;
    }

    Optional<Disk> disk() {
        return Optional.ofNullable(disk);
    }

    void put(Disk made) {
        disk = made;
    }

    Optional<SendQueue> queue() {
        return Optional.ofNullable(queue);
    }

    void put(SendQueue made) {
        queue = made;
        queueTime = 0;
    }

    /** The time of the last packet, nanoseconds. */
    long queueTime() {
        return queueTime;
    }

    void queueTime(long now) {
        queueTime = now;
    }
}
