package org.ringlab.hypervisor;

import java.util.ArrayList;
import java.util.List;
import org.ringlab.mmu.memory.PhysicalMemory;
import org.ringlab.mmu.paging.CpuModel;
import org.ringlab.mmu.paging.EntryBits;
import org.ringlab.mmu.paging.Stage;

/**
 * Where a guest's memory lies: guest-physical to host-physical, kept as extended page tables of 4 KiB pages with accessed and
 * dirty flags. Hardware assistance walks them itself; the other monitors walk them by software.
 */
public final class GuestMemory {
    /** Bytes of a page. */
    public static final int PAGE = 4096;

    private static final long RIGHTS = EntryBits.EPT_READ | EntryBits.EPT_WRITE | EntryBits.EPT_EXECUTE;
    private static final long WRITE_BACK = 6L << 3;

    private final PhysicalMemory machine;
    private final long base;
    private final long bytes;
    private final long root;

    /**
     * Maps a guest's memory to host-physical memory from {@code base} on; the tables lie from {@code root} on, a page each.
     *
     * @param bytes a multiple of 4 KiB, up to 1 GiB
     */
    public GuestMemory(PhysicalMemory machine, long base, long bytes, long root) {
        this.machine = machine;
        this.base = base;
        this.bytes = bytes;
        this.root = root;
        machine.writeLong(root, root + PAGE | RIGHTS);
        machine.writeLong(root + PAGE, root + 2 * PAGE | RIGHTS);
        for (long at = 0; at < bytes; at += PAGE) {
            long table = root + 3 * PAGE + (at >>> 21) * PAGE;
            machine.writeLong(root + 2 * PAGE + (at >>> 21) * 8, table | RIGHTS);
            machine.writeLong(entry(at), base + at | RIGHTS | WRITE_BACK);
        }
    }

    private long entry(long guestPhysical) {
        return root + 3 * PAGE + (guestPhysical >>> 21) * PAGE + (guestPhysical >>> 12 & 511) * 8;
    }

    /** The pointer as a VMCS holds it. */
    public long pointer() {
        return root | 3 << 3 | 6 | EntryBits.EPTP_ACCESSED_DIRTY;
    }

    /** The tables as a second dimension. */
    public Stage stage() {
        return Stage.extended(pointer(), CpuModel.STANDARD);
    }

    /** The same map in the format of ordinary page tables, at another place, for nested paging: what N_CR3 holds. */
    public long nestedTables(long at) {
        long flags = EntryBits.PRESENT | EntryBits.WRITABLE | EntryBits.USER;
        machine.writeLong(at, at + PAGE | flags);
        machine.writeLong(at + PAGE, at + 2 * PAGE | flags);
        for (long page = 0; page < bytes; page += PAGE) {
            long table = at + 3 * PAGE + (page >>> 21) * PAGE;
            machine.writeLong(at + 2 * PAGE + (page >>> 21) * 8, table | flags);
            machine.writeLong(table + (page >>> 12 & 511) * 8, base + page | flags);
        }
        return at;
    }

    /** How much memory the guest has. */
    public long bytes() {
        return bytes;
    }

    /** Host-physical address of a guest-physical one, or -1 beyond the guest's memory. */
    public long host(long guestPhysical) {
        return guestPhysical >= 0 && guestPhysical < bytes ? base + guestPhysical : -1;
    }

    /** Guest-physical address of a host-physical one, or -1 where the guest has nothing. */
    public long guest(long hostPhysical) {
        long at = hostPhysical - base;
        return at >= 0 && at < bytes ? at : -1;
    }

    /** Copies an image in. */
    public void load(long guestPhysical, byte[] image) {
        for (int i = 0; i < image.length; i++) {
            if (image[i] != 0) {
                machine.writeByte(base + guestPhysical + i, image[i]);
            }
        }
    }

    /** The guest-physical pages written to since the last call, by the dirty flags, which are cleared. Flush TLBs next. */
    public List<Long> takeDirty() {
        List<Long> dirty = new ArrayList<>();
        for (long at = 0; at < bytes; at += PAGE) {
            long entry = machine.readLong(entry(at));
            if ((entry & EntryBits.EPT_DIRTY) != 0) {
                machine.writeLong(entry(at), entry & ~EntryBits.EPT_DIRTY);
                dirty.add(at);
            }
        }
        return dirty;
    }

    /** The guest-physical pages whose contents aren't all zero. */
    public List<Long> used() {
        List<Long> used = new ArrayList<>();
        for (long at = 0; at < bytes; at += PAGE) {
            for (int offset = 0; offset < PAGE; offset += 8) {
                if (machine.readLong(base + at + offset) != 0) {
                    used.add(at);
                    break;
                }
            }
        }
        return used;
    }

    /** Removes a page, so that touching it leaves the guest. */
    public void remove(long guestPhysical) {
        machine.writeLong(entry(guestPhysical), 0);
    }

    /** Puts a removed page back. */
    public void restore(long guestPhysical) {
        machine.writeLong(entry(guestPhysical), base + (guestPhysical & -PAGE) | RIGHTS | WRITE_BACK);
    }

    /** Whether a page is there. */
    public boolean has(long guestPhysical) {
        return host(guestPhysical) >= 0 && machine.readLong(entry(guestPhysical)) != 0;
    }
}
