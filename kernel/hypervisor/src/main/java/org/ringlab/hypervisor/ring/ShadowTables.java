package org.ringlab.hypervisor.ring;

import java.util.HashSet;
import java.util.Set;
import org.ringlab.hypervisor.Counter;
import org.ringlab.hypervisor.VirtualMachine;
import org.ringlab.hypervisor.VmEvent;
import org.ringlab.mmu.memory.PhysicalMemory;
import org.ringlab.mmu.paging.Access;
import org.ringlab.mmu.paging.CpuModel;
import org.ringlab.mmu.paging.EntryBits;
import org.ringlab.mmu.paging.Permissions;
import org.ringlab.mmu.paging.Walker;

/**
 * The page tables that the processor really uses while a deprivileged guest runs: linear to host-physical at once, filled
 * page by page from the guest's tables when a page is missing, as a TLB would be. As with a TLB the guest has to say when
 * it changed its tables, and those instructions trap.
 */
public final class ShadowTables {
    private static final long DIRECTORY = 0x40_0000;
    private static final long MONITOR_TABLE = 0x40_1000;
    private static final long FIRST_TABLE = 0x40_2000;
    private static final long LAST_TABLE = 0xFF_F000;
    private static final long TABLE_FLAGS = EntryBits.PRESENT | EntryBits.WRITABLE | EntryBits.USER;

    private final VirtualMachine vm;
    private final PhysicalMemory machine;
    private final Walker walker;
    private final Set<Long> protectedFrames = new HashSet<>();
    private long nextTable = FIRST_TABLE;

    ShadowTables(VirtualMachine vm) {
        this.vm = vm;
        machine = vm.machine();
        walker = new Walker(machine, CpuModel.STANDARD);
        for (int page = 0; page < HostTables.PAGES; page++) {
            long entry = HostTables.PHYSICAL + page * 4096L | EntryBits.PRESENT | EntryBits.WRITABLE;
            machine.writeInt(MONITOR_TABLE + page * 4L, entry);
        }
        clear();
    }

    /** What the processor's CR3 holds. */
    long root() {
        return DIRECTORY;
    }

    /** Forgets all pages of the guest. Flush the processor's TLB next. */
    void clear() {
        machine.clearFrame(DIRECTORY);
        machine.writeInt(DIRECTORY + (HostTables.LINEAR >>> 22) * 4, MONITOR_TABLE | TABLE_FLAGS);
        for (long table = FIRST_TABLE; table < nextTable; table += 4096) {
            machine.clearFrame(table);
        }
        nextTable = FIRST_TABLE;
    }

    /** Forgets one page. */
    void drop(long linear) {
        long table = machine.readInt(DIRECTORY + (linear >>> 22) * 4);
        if ((table & 1) != 0 && linear < HostTables.LINEAR) {
            machine.writeInt((table & -4096L) + (linear >>> 12 & 1023) * 4, 0);
        }
    }

    /** Writes to a host-physical frame of the guest will fault; forget its pages next. */
    public void protect(long frame) {
        protectedFrames.add(frame & -4096L);
    }

    /** Writes don't fault any more. */
    public void unprotectAll() {
        protectedFrames.clear();
    }

    /** Whether writes to it fault. */
    public boolean isProtected(long frame) {
        return protectedFrames.contains(frame & -4096L);
    }

    /** The host-physical address behind a linear one by the guest's tables, or -1. */
    public long walk(long linear, Access access) {
        return walker.translate(vm.cpu().mmu().stage(), linear, access);
    }

    /**
     * Fills in the page of a fault.
     *
     * @return whether the guest may make the access and the page is there now; else the fault is the guest's own, or the page
     *     is protected
     */
    boolean fill(long linear, Access.Type type, boolean user) {
        if (linear >= HostTables.LINEAR) {
            return false;
        }
        long at = walk(linear, new Access(type, user ? 3 : 0));
        vm.counters().add(Counter.WALK_REFERENCES, at < 0 ? 0 : walker.references());
        long frame = at & -4096L;
        boolean write = type == Access.Type.WRITE;
        if (at < 0 || vm.memory().guest(frame) < 0 || write && isProtected(frame)) {
            return false;
        }
        boolean writable =
                (write || (walker.rights() & Permissions.WRITABLE) != 0 && walker.dirty()) && !isProtected(frame);
        // With CR0.WP=0 a kernel writes where programs may only read.
        boolean forced = write && (walker.rights() & Permissions.WRITABLE) == 0;
        long flags = EntryBits.PRESENT
                | (writable ? EntryBits.WRITABLE : 0)
                | ((walker.rights() & Permissions.USER) != 0 && !forced ? EntryBits.USER : 0);
        put(linear, frame | flags);
        vm.counters().add(Counter.SHADOW_FILLS);
        vm.tell(new VmEvent.FillsShadow(
                vm.cycles(), linear & -4096L, vm.memory().guest(frame), frame, writable));
        return true;
    }

    private void put(long linear, long entry) {
        long at = DIRECTORY + (linear >>> 22) * 4;
        long table = machine.readInt(at);
        if ((table & 1) == 0) {
            if (nextTable > LAST_TABLE) {
                clear();
            }
            table = nextTable | TABLE_FLAGS;
            nextTable += 4096;
            machine.writeInt(at, table);
        }
        machine.writeInt((table & -4096L) + (linear >>> 12 & 1023) * 4, entry);
    }
}
