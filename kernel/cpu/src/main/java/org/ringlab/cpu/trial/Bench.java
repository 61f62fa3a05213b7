package org.ringlab.cpu.trial;

import org.ringlab.cpu.code.Mode;
import org.ringlab.cpu.code.Segment;
import org.ringlab.cpu.core.Board;
import org.ringlab.cpu.core.Cpu;
import org.ringlab.cpu.core.Registers;
import org.ringlab.cpu.core.SegmentRegister;
import org.ringlab.cpu.core.TableRegister;
import org.ringlab.cpu.segment.Descriptor;
import org.ringlab.cpu.system.Cr0;
import org.ringlab.cpu.system.Cr4;
import org.ringlab.cpu.system.Efer;
import org.ringlab.cpu.system.Features;
import org.ringlab.mmu.memory.PhysicalMemory;
import org.ringlab.mmu.paging.ControlRegisters;
import org.ringlab.mmu.tlb.Mmu;
import org.ringlab.mmu.tlb.TlbShape;

/**
 * The machine of trials. The first MiB but its first page belongs to the program, in every ring; above it, for the supervisor
 * alone, lie flat segments for all rings, gates whose handlers halt (INT 0x80, INT3 and INTO may be called from ring 3), and a
 * task with stacks. In 16-bit code it is real mode, with a vector table at 0.
 */
final class Bench {
    static final int STACK = 0x9_F000;
    private static final int STACK16 = 0x7C00;
    private static final int GDT = 0x10_0000;
    private static final int IDT = 0x10_1000;
    private static final int TASK = 0x10_3000;
    private static final int HANDLERS = 0x10_4000;
    private static final int HANDLERS16 = 0xF_0000;
    private static final int KERNEL_STACK = 0x11_0000;
    private static final int TABLES = 0x12_0000;
    private static final int PAGES = 0x12_3000;
    private static final int PROGRAM_END = 0x10_0000;
    private static final int TASK_SELECTOR = 0x68;
    private static final int USER = 7;
    private static final int SUPERVISOR = 3;

    final PhysicalMemory memory = new PhysicalMemory(36);
    final Cpu cpu;
    private final Mode mode;

    Bench(Mode mode, Board board) {
        this.mode = mode;
        Features features = Features.INTEL;
        cpu = new Cpu(features, new Mmu(memory, features.memory(), TlbShape.DESKTOP), board);
        cpu.reset();
        if (mode == Mode.BITS16) {
            realMode();
        } else {
            segments();
            gates();
            pages();
        }
    }

    /** Whether an address is one of the handlers that only halt. */
    boolean handler(long address) {
        int first = mode == Mode.BITS16 ? HANDLERS16 : HANDLERS;
        return address >= first && address < first + 0x100;
    }

    private void realMode() {
        for (int vector = 0; vector < 256; vector++) {
            memory.writeInt(4L * vector, 0xF000_0000L | vector);
            memory.writeByte(HANDLERS16 + vector, 0xF4);
        }
        Registers s = cpu.state();
        for (Segment segment : Segment.values()) {
            s.segment(segment).load(0, 0, 0xFFFF, 0x93);
        }
        s.idtr = new TableRegister(0, 0x3FF);
        s.r[4] = STACK16;
    }

    /** Selector of a ring's 32-bit code; its data and 64-bit code are the next two. */
    private static int code(int ring) {
        return 8 + 24 * ring;
    }

    private void segments() {
        for (int ring = 0; ring < 4; ring++) {
            int dpl = ring << 5;
            memory.writeLong(GDT + code(ring), Descriptor.segment(0, 0xF_FFFF, 0xC09B | dpl));
            memory.writeLong(GDT + code(ring) + 8L, Descriptor.segment(0, 0xF_FFFF, 0xC093 | dpl));
            memory.writeLong(GDT + code(ring) + 16L, Descriptor.segment(0, 0xF_FFFF, 0xA09B | dpl));
        }
        memory.writeLong(GDT + TASK_SELECTOR, Descriptor.segment(TASK, 0x67, 0x8B));
        boolean long64 = mode == Mode.BITS64;
        for (int inner = 0; inner < 3; inner++) {
            memory.writeInt(TASK + 4 + 8L * inner, KERNEL_STACK - 0x1000L * inner);
            memory.writeInt(TASK + 8 + 8L * inner, long64 ? 0 : code(inner) + 8 | inner);
        }
        memory.writeInt(TASK + 0x64, 0xFFFF_0000L); // no I/O map
    }

    private void gates() {
        boolean long64 = mode == Mode.BITS64;
        int selector = long64 ? code(0) + 16 : code(0);
        for (int vector = 0; vector < 256; vector++) {
            int dpl = vector == 3 || vector == 4 || vector == 0x80 ? 3 : 0;
            long gate = Descriptor.gate(Descriptor.INTERRUPT_GATE, dpl, true, selector, HANDLERS + vector, 0);
            memory.writeLong(IDT + (long64 ? 16L : 8L) * vector, gate);
            memory.writeByte(HANDLERS + vector, 0xF4);
        }
    }

    private void pages() {
        boolean long64 = mode == Mode.BITS64;
        int count = long64 ? 512 : 1024;
        for (int page = 1; page < count; page++) {
            int rights = page << 12 < PROGRAM_END ? USER : SUPERVISOR;
            if (long64) {
                memory.writeLong(PAGES + 8L * page, (long) page << 12 | rights);
            } else {
                memory.writeInt(PAGES + 4L * page, (long) page << 12 | rights);
            }
        }
        if (long64) {
            memory.writeLong(TABLES, TABLES + 0x1000 | USER);
            memory.writeLong(TABLES + 0x1000, TABLES + 0x2000 | USER);
            memory.writeLong(TABLES + 0x2000, PAGES | USER);
        } else {
            memory.writeInt(TABLES, PAGES | USER);
        }
    }

    /** Goes to the program's first instruction, in its ring. */
    void enter(long address, int ring, int iopl) {
        Registers s = cpu.state();
        s.rip = address;
        if (mode == Mode.BITS16) {
            s.flags.set(0x202);
            cpu.modeChanged();
            return;
        }
        boolean long64 = mode == Mode.BITS64;
        cpu.mmu()
                .load(new ControlRegisters(
                        Cr0.PE | Cr0.ET | Cr0.PG | Cr0.WP, TABLES, long64 ? Cr4.PAE : 0, long64 ? Efer.LME : 0));
        s.gdtr = new TableRegister(GDT, 0x7F);
        s.idtr = new TableRegister(IDT, long64 ? 0xFFF : 0x7FF);
        load(s.tr, TASK_SELECTOR);
        s.ldtr.load(0, 0, 0, SegmentRegister.UNUSABLE);
        load(s.cs(), code(ring) + (long64 ? 16 : 0) | ring);
        for (Segment segment : Segment.values()) {
            if (segment != Segment.CS) {
                load(s.segment(segment), code(ring) + 8 | ring);
            }
        }
        s.r[4] = STACK;
        s.flags.set(0x202 | (long) iopl << 12);
        cpu.ring(ring);
    }

    private void load(SegmentRegister register, int selector) {
        Descriptor d = new Descriptor(memory.readLong(GDT + (selector & 0xFFF8)), 0);
        register.load(selector, d.base(), d.limit(), d.rights());
    }
}
