package org.ringlab.mmu.os;

import java.util.Optional;
import org.ringlab.mmu.memory.PhysicalMemory;
import org.ringlab.mmu.os.OsEvent.FaultKind;
import org.ringlab.mmu.paging.Access;
import org.ringlab.mmu.paging.EntryBits;
import org.ringlab.mmu.paging.PagingMode;
import org.ringlab.mmu.paging.TableBuilder;

/** The page-fault handler: pages that come when they are touched, from nowhere or from swap, and copies on write. */
final class PageFaults {
    private static final int PAGE = PhysicalMemory.FRAME_BYTES;

    private final OperatingSystem os;
    private final Frames frames;
    private final Swap swap;

    PageFaults(OperatingSystem os, Frames frames, Swap swap) {
        this.os = os;
        this.frames = frames;
        this.swap = swap;
    }

    /** The page-fault handler, as a kernel's: is the address the process's, and what is missing. */
    void handle(Process process, long address, Access.Type type, int error) {
        long page = address & -PAGE;
        Optional<Region> found = process.region(address);
        boolean allowed = found.isPresent()
                && (type != Access.Type.WRITE || found.get().writable())
                && (type != Access.Type.FETCH || found.get().executable());
        if (!allowed) {
            os.tellFault(process, address, FaultKind.SEGMENTATION, error);
            os.exit(process, "SIGSEGV at 0x" + Long.toHexString(address));
            return;
        }
        Region region = found.get();
        TableBuilder tables = os.tables(process);
        long at = tables.lastEntry(page);
        long entry = at < 0 ? 0 : tables.read(at);
        if ((entry & EntryBits.PRESENT) != 0) {
            copyOnWrite(process, page, at, entry, error);
        } else {
            bringIn(process, page, region, error);
        }
        os.flush(process);
    }

    private void copyOnWrite(Process process, long page, long at, long entry, int error) {
        long shared = TableBuilder.address(entry);
        TableBuilder tables = os.tables(process);
        if (frames.users(shared) == 1) {
            tables.write(at, entry | EntryBits.WRITABLE);
            process.minorFaults++;
            os.tellFault(process, page, FaultKind.REUSED, error);
            return;
        }
        frames.pin(shared);
        long copy = os.takeFrame();
        frames.unpin(shared);
        if (copy < 0) {
            return;
        }
        if (process.state == Process.State.ENDED) { // it was the one to be killed for the frame
            frames.free(copy, os.mmu().memory());
            return;
        }
        os.mmu().memory().copyFrame(shared, copy);
        frames.drop(shared, process.pid, page, os.mmu().memory());
        frames.own(copy, process.pid, page);
        tables.write(at, entry & ~0x000F_FFFF_FFFF_F000L | copy | EntryBits.WRITABLE);
        process.minorFaults++;
        process.copies++;
        os.tellFault(process, page, FaultKind.COPY_ON_WRITE, error);
    }

    private void bringIn(Process process, long page, Region region, int error) {
        long frame = os.takeFrame();
        if (frame < 0 || process.state == Process.State.ENDED) {
            if (frame >= 0) {
                frames.free(frame, os.mmu().memory());
            }
            return;
        }
        Integer slot = process.swapped.remove(page / PAGE);
        long flags = EntryBits.USER
                | (region.writable() ? EntryBits.WRITABLE : 0)
                | (region.executable() || os.shape().mode() == PagingMode.BITS32 ? 0 : EntryBits.NO_EXECUTE);
        if (slot != null) {
            swap.read(slot, os.mmu().memory(), frame);
        }
        frames.own(frame, process.pid, page); // before the tables, whose frames might push it out
        frames.pin(frame);
        Optional<String> problem = os.tables(process).map(page, frame, PAGE, flags);
        frames.unpin(frame);
        if (problem.isPresent()) {
            if (process.state != Process.State.ENDED) {
                os.exit(process, "killed: " + problem.get());
            }
            return;
        }
        process.resident++;
        if (slot == null) {
            process.minorFaults++;
        } else {
            process.majorFaults++;
        }
        os.tellFault(process, page, slot == null ? FaultKind.DEMAND_ZERO : FaultKind.SWAP_IN, error);
    }
}
