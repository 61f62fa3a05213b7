package org.ringlab.host.memory;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.mmu.memory.PhysicalMemory;
import org.ringlab.mmu.os.Disk;
import org.ringlab.mmu.os.OperatingSystem;
import org.ringlab.mmu.os.SendQueue;
import org.ringlab.mmu.paging.ControlRegisters;
import org.ringlab.mmu.paging.CpuModel;
import org.ringlab.mmu.paging.PagingMode;
import org.ringlab.mmu.paging.TableBuilder;
import org.ringlab.mmu.tlb.CacheShape;
import org.ringlab.mmu.tlb.DataCache;
import org.ringlab.mmu.tlb.Mmu;
import org.ringlab.mmu.tlb.TlbShape;

/**
 * A bare machine on a bench: memory, a processor's memory unit, caches; the highest table lies at 0x1000 and further tables
 * are taken from the frames behind it. Beside it a small kernel and devices, each made when first asked for.
 */
public final class MemoryBench {
    /** Where the highest table lies. */
    static final long ROOT = 0x1000;
    /** Frames for tables: the first 16 MiB. */
    private static final long TABLES_END = 0x100_0000;

    private Mmu mmu;
    private TableBuilder tables;
    private DataCache second = new DataCache(CacheShape.L2, null);
    private DataCache first = new DataCache(CacheShape.L1, second);
    private long nextTable;
    private @Nullable OperatingSystem os;
    private @Nullable Disk disk;
    private @Nullable SendQueue queue;
    private long queueTime;

    /** A machine with 4-level paging and a desktop's TLB. */
    public MemoryBench() {
        mmu = new Mmu(new PhysicalMemory(40), CpuModel.STANDARD, TlbShape.DESKTOP);
        tables = begin(PagingMode.LEVEL4);
    }

    /** Starts anew with another machine; nothing is mapped. */
    void renew(PagingMode mode, CpuModel cpu, TlbShape shape) {
        mmu = new Mmu(new PhysicalMemory(cpu.physicalBits()), cpu, shape);
        second = new DataCache(CacheShape.L2, null);
        first = new DataCache(CacheShape.L1, second);
        tables = begin(mode);
    }

    private TableBuilder begin(PagingMode mode) {
        nextTable = ROOT + PhysicalMemory.FRAME_BYTES;
        if (mmu.load(ControlRegisters.of(mode, ROOT)).isPresent()) {
            throw new IllegalStateException("an empty table was refused");
        }
        return new TableBuilder(mmu.memory(), mode, ROOT, () -> {
            long frame = nextTable;
            nextTable += PhysicalMemory.FRAME_BYTES;
            return frame < TABLES_END ? frame : -1;
        });
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
        return first;
    }

    /** The second-level cache. */
    public DataCache secondCache() {
        return second;
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
