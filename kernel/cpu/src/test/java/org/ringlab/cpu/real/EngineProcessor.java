package org.ringlab.cpu.real;

import org.ringlab.cpu.code.Segment;
import org.ringlab.cpu.core.Board;
import org.ringlab.cpu.core.Cpu;
import org.ringlab.cpu.core.CpuEvent;
import org.ringlab.cpu.core.Registers;
import org.ringlab.cpu.core.SegmentRegister;
import org.ringlab.cpu.core.Stop;
import org.ringlab.cpu.core.TableRegister;
import org.ringlab.cpu.segment.Descriptor;
import org.ringlab.cpu.system.Cr0;
import org.ringlab.cpu.system.Cr4;
import org.ringlab.cpu.system.Efer;
import org.ringlab.cpu.system.Features;
import org.ringlab.cpu.trap.Trap;
import org.ringlab.mmu.memory.PhysicalMemory;
import org.ringlab.mmu.paging.ControlRegisters;
import org.ringlab.mmu.tlb.Mmu;
import org.ringlab.mmu.tlb.TlbShape;

/**
 * The engine, set up as Linux sets up a process: 64-bit code in ring 3 with Linux's selectors, one page of code, one of
 * data, nothing else; a kernel in the upper half whose handlers all halt.
 */
final class EngineProcessor {
    private static final long KERNEL = 0xFFFF_8000_0000_0000L;
    private static final int KERNEL_PHYSICAL = 0x80_0000;
    private static final int GDT = 0x1000;
    private static final int IDT = 0x2000;
    private static final int TSS = 0x3000;
    private static final int HANDLERS = 0x4000;
    private static final int STACK = 0x8000;
    private static final int USER = 7;
    private static final int CODE_SELECTOR = 0x33;
    private static final int STACK_SELECTOR = 0x2B;

    private EngineProcessor() {}

    static State run(long[] registers, long flags, byte[] code, byte[] data, Features features) {
        PhysicalMemory memory = new PhysicalMemory(40);
        tables(memory);
        for (int i = 0; i < code.length; i++) {
            memory.writeByte(RealProcessor.CODE + i, code[i] & 0xFF);
        }
        for (int i = 0; i < data.length; i++) {
            memory.writeByte(RealProcessor.DATA + i, data[i] & 0xFF);
        }
        Cpu cpu = new Cpu(features, new Mmu(memory, features.memory(), TlbShape.DESKTOP), Board.EMPTY);
        cpu.mmu()
                .load(new ControlRegisters(
                        Cr0.PE | Cr0.ET | Cr0.PG | Cr0.WP | Cr0.AM,
                        0x1000,
                        Cr4.PAE | Cr4.FSGSBASE | Cr4.UMIP,
                        Efer.LME | Efer.SCE | Efer.NXE));
        Registers s = cpu.state();
        s.gdtr = new TableRegister(KERNEL + GDT, 0x7F);
        s.idtr = new TableRegister(KERNEL + IDT, 0xFFF);
        s.tr.load(0x40, KERNEL + TSS, 0x67, 0x8B);
        s.cs().load(CODE_SELECTOR, 0, 0xFFFF_FFFFL, 0xA0FB);
        s.ss().load(STACK_SELECTOR, 0, 0xFFFF_FFFFL, 0xC0F3);
        for (Segment segment : new Segment[] {Segment.DS, Segment.ES, Segment.FS, Segment.GS}) {
            s.segment(segment).load(0, 0, 0, SegmentRegister.UNUSABLE);
        }
        System.arraycopy(registers, 0, s.r, 0, 16);
        s.rip = RealProcessor.CODE;
        s.flags.set(flags | 0x202);
        cpu.ring(3);
        Trap[] met = new Trap[1];
        cpu.listen(
                event -> {
                    if (event instanceof CpuEvent.Trapped trapped) {
                        met[0] = trapped.trap();
                    }
                },
                false);
        Stop stop = cpu.run(1_000_000);
        Trap trap = met[0];
        if (!(stop instanceof Stop.Halted) || trap == null) {
            throw new IllegalStateException("stopped by " + stop + " after " + trap);
        }
        return state(s, memory, trap);
    }

    private static State state(Registers s, PhysicalMemory memory, Trap trap) {
        long[] after = new long[16];
        System.arraycopy(s.r, 0, after, 0, 16);
        long frame = KERNEL_PHYSICAL + (s.r[4] - KERNEL) + (trap.hasCode() ? 8 : 0);
        after[4] = memory.readLong(frame + 24);
        byte[] data = new byte[RealProcessor.PAGE];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) memory.readByte(RealProcessor.DATA + i);
        }
        boolean page = trap.vector() == 14;
        long code = trap.hasCode() ? trap.code() : 0;
        // Linux tells of addresses of its own only that they are protected.
        boolean kernels = page && Long.compareUnsigned(trap.address(), 0x7FFF_FFFF_F000L) >= 0;
        return new State(
                after,
                memory.readLong(frame),
                memory.readLong(frame + 16),
                trap.vector(),
                kernels ? code | 1 : code,
                page ? trap.address() : 0,
                data);
    }

    private static void tables(PhysicalMemory memory) {
        memory.writeLong(0x1000, 0x2000 | USER);
        memory.writeLong(0x1000 + 256 * 8, 0x5000 | 3);
        memory.writeLong(0x2000, 0x3000 | USER);
        memory.writeLong(0x3000 + 2 * 8, 0x4000 | USER);
        memory.writeLong(0x4000 + (RealProcessor.CODE >> 12 & 511) * 8L, RealProcessor.CODE | USER);
        memory.writeLong(0x4000 + (RealProcessor.DATA >> 12 & 511) * 8L, RealProcessor.DATA | USER | 1L << 63);
        memory.writeLong(0x5000, 0x6000 | 3);
        memory.writeLong(0x6000, KERNEL_PHYSICAL | 0x83);
        put(memory, GDT + 0x10, Descriptor.segment(0, 0xF_FFFF, 0xA09B));
        put(memory, GDT + 0x18, Descriptor.segment(0, 0xF_FFFF, 0xC093));
        put(memory, GDT + 0x28, Descriptor.segment(0, 0xF_FFFF, 0xC0F3));
        put(memory, GDT + 0x30, Descriptor.segment(0, 0xF_FFFF, 0xA0FB));
        for (int vector = 0; vector < 256; vector++) {
            long handler = KERNEL + HANDLERS + vector;
            int dpl = vector == 3 || vector == 4 ? 3 : 0;
            put(
                    memory,
                    IDT + 16 * vector,
                    Descriptor.gate(Descriptor.INTERRUPT_GATE, dpl, true, 0x10, handler & 0xFFFF_FFFFL, 0));
            put(memory, IDT + 16 * vector + 8, handler >>> 32);
            memory.writeByte(KERNEL_PHYSICAL + HANDLERS + vector, 0xF4);
        }
        memory.writeByte(KERNEL_PHYSICAL + TSS + 0x66, 0xFF); // no I/O map
        memory.writeByte(KERNEL_PHYSICAL + TSS + 0x67, 0xFF);
        long top = KERNEL + STACK;
        for (int i = 0; i < 8; i++) {
            memory.writeByte(KERNEL_PHYSICAL + TSS + 4 + i, (int) (top >>> 8 * i) & 0xFF);
        }
    }

    private static void put(PhysicalMemory memory, int at, long value) {
        memory.writeLong(KERNEL_PHYSICAL + at, value);
    }
}
