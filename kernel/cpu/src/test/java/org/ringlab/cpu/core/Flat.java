package org.ringlab.cpu.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.ringlab.cpu.code.Assembler;
import org.ringlab.cpu.code.Assembly;
import org.ringlab.cpu.code.Mode;
import org.ringlab.cpu.code.Syntax;
import org.ringlab.cpu.device.DeviceBoard;
import org.ringlab.cpu.device.Machine;
import org.ringlab.cpu.segment.Descriptor;
import org.ringlab.cpu.system.Cr0;
import org.ringlab.cpu.system.Cr4;
import org.ringlab.cpu.system.Efer;
import org.ringlab.cpu.system.Features;
import org.ringlab.mmu.paging.ControlRegisters;

/**
 * A machine with flat segments, for tests: GDT at 1000h (08 ring-0 code, 10 ring-0 data, 1B ring-3 code, 23 ring-3 data, 28 TSS), IDT at
 * 2000h, TSS at 3000h with the ring-0 stack at 9000h; code at 10000h. In long mode 1 GiB is mapped to itself for every ring.
 */
public final class Flat {
    public static final int CODE = 0x1_0000;
    public static final int GDT = 0x1000;
    public static final int IDT = 0x2000;
    public static final int TASK = 0x3000;
    public static final int STACK0 = 0x9000;
    public static final int STACK3 = 0xA000;
    public static final int TABLES = 0x4_0000;

    public final DeviceBoard board = new DeviceBoard();
    public final Machine machine;
    public final Cpu cpu;
    public final Registers s;
    public final List<CpuEvent> events = new ArrayList<>();
    private final boolean long64;
    private Assembly assembly = Assembler.assemble("", Assembler.Options.of(Mode.BITS32));

    private Flat(Features features, boolean long64) {
        this.long64 = long64;
        machine = new Machine(features, 32, board);
        cpu = machine.cpu();
        s = cpu.state();
        int code = long64 ? 0xA000 : 0xC000;
        long[] table = {
            0,
            Descriptor.segment(0, 0xF_FFFF, code | 0x9B),
            Descriptor.segment(0, 0xF_FFFF, 0xC093),
            Descriptor.segment(0, 0xF_FFFF, code | 0xFB),
            Descriptor.segment(0, 0xF_FFFF, 0xC0F3),
            Descriptor.segment(TASK, 0x67, 0x8B),
            0
        };
        for (int i = 0; i < table.length; i++) {
            machine.memory().writeLong(GDT + i * 8L, table[i]);
        }
        word(TASK + 4, 4, STACK0);
        word(TASK + 8, 4, long64 ? 0 : 0x10);
        if (long64) {
            machine.memory().writeLong(TABLES, TABLES + 0x1007);
            machine.memory().writeLong(TABLES + 0x1000, 0x87);
        }
        cpu.mmu()
                .load(new ControlRegisters(
                        Cr0.PE | Cr0.ET | (long64 ? Cr0.PG : 0),
                        long64 ? TABLES : 0,
                        long64 ? Cr4.PAE : 0,
                        long64 ? Efer.LME : 0));
        s.gdtr = new TableRegister(GDT, 0x37);
        s.idtr = new TableRegister(IDT, 0xFFF);
        s.tr.load(0x28, TASK, 0x67, 0x8B);
        s.ldtr.load(0, 0, 0, SegmentRegister.UNUSABLE);
        ring(0);
        cpu.listen(events::add, false);
    }

    public static Flat protectedMode() {
        return new Flat(Features.INTEL, false);
    }

    public static Flat longMode() {
        return new Flat(Features.INTEL, true);
    }

    public static Flat longMode(Features features) {
        return new Flat(features, true);
    }

    /** Goes to ring 0 or 3 at the code. */
    public void ring(int ring) {
        int code = ring == 0 ? 0x08 : 0x1B;
        int data = ring == 0 ? 0x10 : 0x23;
        s.cs().load(code, 0, 0xFFFF_FFFFL, (long64 ? 0xA000 : 0xC000) | (ring == 0 ? 0x9B : 0xFB));
        for (int n = 0; n < 6; n++) {
            if (n != 1) {
                s.segments[n].load(data, 0, 0xFFFF_FFFFL, ring == 0 ? 0xC093 : 0xC0F3);
            }
        }
        s.r[4] = ring == 0 ? STACK0 : STACK3;
        s.rip = CODE;
        cpu.ring(ring);
    }

    /** Assembles Intel syntax to the code's place. */
    public Flat code(String text) {
        Assembler.Options options =
                new Assembler.Options(long64 ? Mode.BITS64 : Mode.BITS32, Syntax.INTEL, CODE, 1 << 16);
        assembly = Assembler.assemble(text, options);
        assertEquals(List.of(), assembly.diagnostics(), text);
        machine.load(CODE, assembly.bytes());
        return this;
    }

    public long label(String name) {
        return Objects.requireNonNull(assembly.labels().get(name), name);
    }

    /** A gate in the IDT that leads to a label. */
    public Flat gate(int vector, int type, int dpl, String label) {
        long low = Descriptor.gate(type, dpl, true, 0x08, label(label), 0);
        machine.memory().writeLong(IDT + (long) vector * (long64 ? 16 : 8), low);
        return this;
    }

    public void word(long at, int bytes, long value) {
        for (int i = 0; i < bytes; i++) {
            machine.memory().writeByte(at + i, (int) (value >>> 8 * i) & 0xFF);
        }
    }

    public long word(long at, int bytes) {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (long) machine.memory().readByte(at + i) << 8 * i;
        }
        return value;
    }

    /** Runs until HLT with interrupts off, or whatever else stops it. */
    public Stop run() {
        return cpu.run(100_000);
    }

    /** Runs to a HLT. */
    public Flat toHalt() {
        Stop stop = run();
        assertTrue(stop instanceof Stop.Halted, () -> stop + " at 0x" + Long.toHexString(s.rip) + ", " + events);
        return this;
    }
}
