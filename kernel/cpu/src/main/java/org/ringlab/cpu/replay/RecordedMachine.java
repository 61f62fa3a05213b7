package org.ringlab.cpu.replay;

import org.ringlab.cpu.code.Segment;
import org.ringlab.cpu.core.Board;
import org.ringlab.cpu.core.Cpu;
import org.ringlab.cpu.core.Flag;
import org.ringlab.cpu.core.Registers;
import org.ringlab.cpu.core.SegmentRegister;
import org.ringlab.cpu.core.TableRegister;
import org.ringlab.cpu.segment.Descriptor;
import org.ringlab.cpu.system.Cr0;
import org.ringlab.cpu.system.Cr4;
import org.ringlab.cpu.system.Efer;
import org.ringlab.cpu.system.Features;
import org.ringlab.cpu.system.Msr;
import org.ringlab.mmu.memory.PhysicalMemory;
import org.ringlab.mmu.paging.ControlRegisters;
import org.ringlab.mmu.tlb.Mmu;
import org.ringlab.mmu.tlb.TlbShape;

/**
 * The machine that the recordings were made on, as far as they show it: GDT of 23 entries at 0x100FE0, IDT at 0x106000 (protected
 * mode, 8-byte gates) or 0x107000 (long mode), flat segments for rings 0, 1 and 3, a TSS with stacks and an I/O map, every exception
 * with a handler in ring 0. Where they don't show it (table addresses, selectors of gates), it is any that gives what was recorded.
 */
final class RecordedMachine {
    static final int GDT = 0x10_0FE0;
    static final int GDT_LIMIT = 0xB7;
    private static final int TABLES = 0x10_2000;
    private static final int IDT32 = 0x10_6000;
    private static final int IDT64 = 0x10_7000;
    private static final int TASK = 0x11_0000;
    private static final int OTHER_TASK = 0x11_4000;
    private static final int LDT = 0x11_5000;
    private static final int MAP_OFFSET = 104;
    private static final int PORTS = 0x400;
    static final int HANDLERS = 0x13_0000;
    /** Where call gates and fast calls lead. */
    static final int ENTRY = 0x13_8000;

    static final int CODE = 0x14_0000;
    static final int DATA = 0x15_0000;
    private static final int STACKS = 0x16_0000; // of the rings' own
    private static final int KERNEL_STACK = 0x20_8000;

    static final int CODE32_0 = 0x08;
    static final int DATA_0 = 0x10;
    static final int CODE64_0 = 0x18;
    static final int DATA_3 = 0x20;
    private static final int CODE32_3 = 0x28;
    private static final int CODE64_3 = 0x30;
    private static final int CODE32_1 = 0x38;
    private static final int DATA_1 = 0x40;
    static final int CONFORMING = 0x48;
    private static final int CODE64_1 = 0x58;
    private static final int TSS32 = 0x68;
    private static final int TSS64 = 0x70;
    static final int CALL_GATE = 0x80;
    static final int OTHER_TSS = 0x90;
    static final int LDT_SELECTOR = 0xA0;

    /** EFLAGS that a fault pushed: outer rings' stacks lie where such frames were, so that a push of 16 bits shows RF above it. */
    private static final int OLD_FLAGS = 0x1_0202;

    final PhysicalMemory memory = new PhysicalMemory(40);
    final Cpu cpu;
    final boolean long64;

    RecordedMachine(Features features, boolean long64, Board board) {
        this.long64 = long64;
        cpu = new Cpu(features, new Mmu(memory, features.memory(), TlbShape.DESKTOP), board);
        descriptors();
        gates();
        task(OTHER_TASK, 0);
        if (long64) {
            tables();
        }
        registers();
    }

    private void descriptors() {
        segment(CODE32_0, 0xC09B);
        segment(DATA_0, 0xC093);
        segment(CODE64_0, 0xA09B);
        segment(DATA_3, 0xC0F3);
        segment(CODE32_3, 0xC0FB);
        segment(CODE64_3, 0xA0FB);
        segment(CODE32_1, 0xC0BB);
        segment(DATA_1, 0xC0B3);
        segment(CONFORMING, 0xC09F);
        segment(CODE64_1, 0xA0BB);
        int taskLimit = MAP_OFFSET + PORTS / 8;
        put(TSS32, Descriptor.segment(TASK, taskLimit, 0x8B));
        put(TSS64, Descriptor.segment(TASK, taskLimit, 0x8B));
        put(OTHER_TSS, Descriptor.segment(OTHER_TASK, taskLimit, 0x89));
        put(LDT_SELECTOR, Descriptor.segment(LDT, 0xFF, 0x82));
        put(CALL_GATE, Descriptor.gate(Descriptor.CALL_GATE, 3, true, long64 ? CODE64_0 : CODE32_0, ENTRY, 0));
    }

    private void segment(int selector, int rights) {
        put(selector, Descriptor.segment(0, 0xF_FFFF, rights));
    }

    private void put(int selector, long descriptor) {
        memory.writeLong(GDT + selector, descriptor);
    }

    private void gates() {
        for (int vector = 0; vector < 256; vector++) {
            if (vector == 0x83) {
                continue;
            }
            int dpl = vector == 0x80 || vector == 0x82 || vector == 3 || vector == 4 ? 3 : 0;
            int type = vector == 0x80 ? Descriptor.TRAP_GATE : Descriptor.INTERRUPT_GATE;
            long gate = Descriptor.gate(
                    type, dpl, vector != 0x82, long64 ? CODE64_0 : CODE32_0, HANDLERS + vector * 16L, 0);
            memory.writeLong(long64 ? IDT64 + vector * 16L : IDT32 + vector * 8L, gate);
        }
    }

    /** A TSS whose three inner stacks are the same; the map's base beyond the limit until {@link #portMap}. */
    private void task(int at, int ring) {
        for (int inner = ring; inner < 3; inner++) {
            long top = KERNEL_STACK - inner * 0x1000L;
            bytes(at + 4 + 8L * inner, 4, top);
            bytes(at + 8 + 8L * inner, 4, long64 ? 0 : inner == 0 ? DATA_0 : DATA_1 | 1);
        }
        bytes(at + 0x66L, 2, 0xFFFF);
    }

    /** Allows the ports from 0x80 to 0x83 and no others. */
    void portMap() {
        bytes(TASK + 0x66L, 2, MAP_OFFSET);
        for (int port = 0; port < PORTS; port += 8) {
            bytes(TASK + MAP_OFFSET + port / 8L, 1, port == 0x80 ? 0xF0 : 0xFF);
        }
        bytes(TASK + MAP_OFFSET + PORTS / 8L, 1, 0xFF);
    }

    /** 4 MiB mapped to themselves: code, data and stacks of the rings for all, descriptors, handlers and stacks of traps the supervisor's. */
    private void tables() {
        memory.writeLong(TABLES, TABLES + 0x1007L);
        memory.writeLong(TABLES + 0x1000L, TABLES + 0x2007L);
        memory.writeLong(TABLES + 0x2000L, TABLES + 0x3007L);
        for (int page = 0; page < 512; page++) {
            long address = page * 0x1000L;
            memory.writeLong(TABLES + 0x3000L + page * 8L, address | (address < CODE ? 3 : 7));
        }
        memory.writeLong(TABLES + 0x2008L, 0x20_0083);
    }

    private void registers() {
        long cr0 = Cr0.PE | Cr0.ET | (long64 ? Cr0.PG : 0);
        cpu.mmu().load(new ControlRegisters(cr0, long64 ? TABLES : 0, long64 ? Cr4.PAE : 0, long64 ? Efer.LME : 0));
        Registers s = cpu.state();
        task(TASK, 0);
        s.gdtr = new TableRegister(GDT, GDT_LIMIT);
        s.idtr = long64 ? new TableRegister(IDT64, 0xFFF) : new TableRegister(IDT32, 0x7FF);
        load(s.tr, long64 ? TSS64 : TSS32);
        s.ldtr.load(0, 0, 0, SegmentRegister.UNUSABLE);
        ring(0, 0);
    }

    private void load(SegmentRegister register, int selector) {
        Descriptor d = new Descriptor(memory.readLong(GDT + (selector & 0xFFF8)), 0);
        register.load(selector, d.base(), d.limit(), d.rights());
    }

    /** Goes to a ring as IRET would, with IF set. */
    void ring(int ring, int iopl) {
        Registers s = cpu.state();
        int code = switch (ring) {
            case 0 -> long64 ? CODE64_0 : CODE32_0;
            case 1 -> long64 ? CODE64_1 : CODE32_1;
            default -> long64 ? CODE64_3 : CODE32_3;
        };
        int data = ring == 0 ? DATA_0 : ring == 1 ? DATA_1 : DATA_3;
        load(s.cs(), code | ring);
        for (Segment segment : new Segment[] {Segment.SS, Segment.DS, Segment.ES, Segment.FS, Segment.GS}) {
            load(s.segment(segment), data | ring);
        }
        s.r[4] = stack(ring);
        if (ring > 0) {
            bytes(s.r[4] - 4, 4, OLD_FLAGS);
        }
        s.r[3] = DATA;
        s.r[7] = DATA;
        s.rip = CODE;
        s.flags.set(Flag.IF | (long) iopl << 12);
        cpu.ring(ring);
    }

    static long stack(int ring) {
        return STACKS + 0x1000L * (ring + 1) - 0x100;
    }

    /** Sets a model-specific register. */
    void msr(int number, long value) {
        cpu.msrs().write(number, value);
    }

    /** Sets EFER.SCE. */
    void allowSyscall() {
        msr(Msr.EFER, cpu.efer() | Efer.SCE);
    }

    /** Writes little-endian bytes to physical memory. */
    void bytes(long at, int count, long value) {
        for (int i = 0; i < count; i++) {
            memory.writeByte(at + i, (int) (value >>> i * 8) & 0xFF);
        }
    }
}
