package org.ringlab.hypervisor.ring;

import org.ringlab.cpu.core.Registers;
import org.ringlab.cpu.core.SegmentRegister;
import org.ringlab.cpu.segment.Descriptor;
import org.ringlab.mmu.memory.PhysicalMemory;
import org.ringlab.mmu.paging.EntryBits;

/**
 * What a monitor in ring 0 keeps in the last 4 MiB of every linear address space, out of the guest's reach because the guest's
 * segments end below: its descriptor tables, entry points, stack, and room for translated code.
 *
 * <p>Ring 1 counts as supervisor to page tables, so segment limits and not pages protect the monitor from the guest's kernel.
 */
public final class HostTables {
    /** Where the monitor's part of linear memory begins. */
    public static final long LINEAR = 0xFFC0_0000L;
    /** Where it lies, host-physical. */
    public static final long PHYSICAL = 0x10_0000;
    /** Pages of it. */
    public static final int PAGES = 5 + 128;

    private static final int GDT = 0;
    private static final int IDT = 0x1000;
    private static final int TSS = 0x1800;
    private static final int STUBS = 0x2000;
    private static final int STACK_TOP = 0x4000;
    /** A page that translated code reaches through GS. */
    public static final int SHARED = 0x4000;
    /** Where translated code lies, {@link #TRANSLATED_BYTES} of it. */
    public static final int TRANSLATED = 0x5000;
    /** Room for translated code. */
    public static final int TRANSLATED_BYTES = 128 * 4096;

    private static final int RETURN_STUB = STUBS + 0x200;
    private static final int HLT = 0xF4;
    private static final int IRET = 0xCF;

    /** Entries of the guest's table that are copied; the monitor's own come behind. */
    public static final int GUEST_ENTRIES = 500;

    private static final int CODE = 500 << 3;
    private static final int DATA = 501 << 3;
    private static final int TASK = 502 << 3;
    /** Ring 1 code without an end, to run translations; can't be read. */
    public static final int TRANSLATED_CODE = 503 << 3 | 1;
    /** Ring 1 data: the shared page. */
    public static final int SHARED_DATA = 504 << 3 | 1;

    private static final long PAGE_TABLE = PHYSICAL + PAGES * 4096L;

    private final PhysicalMemory machine;

    /** Writes the tables. A gate for each vector leads to one HLT: there the monitor takes over. */
    public HostTables(PhysicalMemory machine) {
        this.machine = machine;
        gdt(CODE, Descriptor.segment(0, 0xF_FFFF, 0xC09B));
        gdt(DATA, Descriptor.segment(0, 0xF_FFFF, 0xC093));
        gdt(TASK, Descriptor.segment(LINEAR + TSS, 103, 0x8B));
        gdt(TRANSLATED_CODE, Descriptor.segment(0, 0xF_FFFF, 0xC0B9));
        gdt(SHARED_DATA, Descriptor.segment(LINEAR + SHARED, 0xFFF, 0x40B3));
        machine.writeInt(PHYSICAL + TSS + 4, LINEAR + STACK_TOP);
        machine.writeInt(PHYSICAL + TSS + 8, DATA);
        machine.writeInt(PHYSICAL + TSS + 100, 104L << 16); // no I/O map
        for (int vector = 0; vector < 256; vector++) {
            machine.writeByte(PHYSICAL + STUBS + vector, HLT);
            gate(vector, 0);
        }
        machine.writeByte(PHYSICAL + RETURN_STUB, IRET);
        for (int page = 0; page < PAGES; page++) {
            machine.writeInt(PAGE_TABLE + page * 4L, PHYSICAL + page * 4096L | EntryBits.PRESENT | EntryBits.WRITABLE);
        }
    }

    /** Puts the monitor's pages into a page directory: rings 1 to 3 have no right to them. */
    void mapInto(long directory) {
        long flags = EntryBits.PRESENT | EntryBits.WRITABLE | EntryBits.USER;
        machine.writeInt(directory + (LINEAR >>> 22) * 4, PAGE_TABLE | flags);
    }

    /** Lets rings up to this one use a vector by INT. */
    public void gate(int vector, int ring) {
        machine.writeLong(
                PHYSICAL + IDT + vector * 8L,
                Descriptor.gate(Descriptor.INTERRUPT_GATE, ring, true, CODE, LINEAR + STUBS + vector, 0));
    }

    /** Replaces an entry of the descriptor table. */
    public void gdt(int selector, long descriptor) {
        machine.writeLong(PHYSICAL + GDT + (selector & 0xFFF8), descriptor);
    }

    /** Points a processor to the tables. */
    public void install(Registers s) {
        s.gdtr = new org.ringlab.cpu.core.TableRegister(LINEAR + GDT, 0xFFF);
        s.idtr = new org.ringlab.cpu.core.TableRegister(LINEAR + IDT, 0x7FF);
        s.tr.load(TASK, LINEAR + TSS, 103, 0x8B);
        s.ldtr.load(0, 0, 0, SegmentRegister.UNUSABLE);
    }

    /**
     * What the processor pushed on the way in.
     *
     * @param vector which gate
     * @param error the error code, 0 where there is none
     */
    public record Frame(int vector, int error, long eip, int cs, long flags, long esp, int ss) {}

    /** Whether a processor stands behind a HLT of an entry point. */
    public boolean entered(Registers s) {
        long at = s.rip - 1 - LINEAR - STUBS;
        return s.cpl == 0 && at >= 0 && at < 256;
    }

    /** The frame of the last entry. */
    public Frame frame(Registers s) {
        int vector = (int) (s.rip - 1 - LINEAR - STUBS);
        long at = PHYSICAL + (s.r[4] & 0xFFFF_FFFFL) - LINEAR;
        int error = 0;
        if (vector == 8 || vector >= 10 && vector <= 14 || vector == 17) {
            error = (int) machine.readInt(at);
            at += 4;
        }
        return new Frame(
                vector,
                error,
                machine.readInt(at),
                (int) machine.readInt(at + 4) & 0xFFFF,
                machine.readInt(at + 8),
                machine.readInt(at + 12),
                (int) machine.readInt(at + 16) & 0xFFFF);
    }

    /** Puts a processor before the IRET that goes to a frame. */
    public void leaveTo(Registers s, long eip, int cs, long flags, long esp, int ss) {
        long at = PHYSICAL + STACK_TOP - 20;
        machine.writeInt(at, eip);
        machine.writeInt(at + 4, cs);
        machine.writeInt(at + 8, flags);
        machine.writeInt(at + 12, esp);
        machine.writeInt(at + 16, ss);
        s.cs().load(CODE, 0, 0xFFFF_FFFFL, 0xC09B);
        s.ss().load(DATA, 0, 0xFFFF_FFFFL, 0xC093);
        s.cpl = 0;
        s.r[4] = LINEAR + STACK_TOP - 20;
        s.rip = LINEAR + RETURN_STUB;
        s.flags.set(0);
        s.activity = Registers.Activity.ACTIVE;
        s.shadow = false;
    }

    /** Reads four bytes of the page shared with translated code. */
    public long shared(int offset) {
        return machine.readInt(PHYSICAL + SHARED + offset);
    }

    /** Writes four bytes of it. */
    public void shared(int offset, long value) {
        machine.writeInt(PHYSICAL + SHARED + offset, value);
    }
}
