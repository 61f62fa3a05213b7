package org.ringlab.cpu.core;

import java.util.Arrays;
import org.ringlab.cpu.code.Mode;
import org.ringlab.cpu.code.Segment;

/**
 * Everything a processor remembers, but CR0, CR3, CR4 and EFER, which its memory unit holds.
 *
 * <p>Fields are open: the parts of the processor share them, and setting one has no effect beyond itself. Who changes a segment
 * or a mode calls {@link Cpu#modeChanged} afterwards.
 */
public final class Registers {
    /** Place in {@link #r} of a register that is always zero: no base, no index. */
    static final int ZERO = 16;
    /** Place in {@link #r} for the next instruction's address, where an operand counts from it. */
    static final int AFTER = 17;

    private static final long PAT = 0x0007_0406_0007_0406L;
    private static final long APIC_BASE = 0xFEE0_0900L;

    /** RAX RCX RDX RBX RSP RBP RSI RDI R8 … R15. Outside 64-bit code the upper halves stay as they are. */
    public final long[] r = new long[18];
    /** Where the instruction is that executes, or the next one between instructions. */
    public long rip;
    /** Where the next one will be. */
    public long next;
    /** RFLAGS. */
    public final Flags flags = new Flags();

    /** By {@link Segment}'s order. */
    public final SegmentRegister[] segments = new SegmentRegister[6];
    /** The local descriptor table's. */
    public final SegmentRegister ldtr = new SegmentRegister();
    /** The task's. */
    public final SegmentRegister tr = new SegmentRegister();
    /** Where the global descriptor table is. */
    public TableRegister gdtr = TableRegister.RESET;
    /** Where the interrupt descriptor table is. */
    public TableRegister idtr = TableRegister.RESET;
    /** The ring, 0 to 3. */
    public int cpl;

    /** Address of the last page fault. */
    public long cr2;
    /** Task priority, 4 bits. */
    public long cr8;
    /** DR0 to DR3, DR6, DR7 at their numbers. */
    public final long[] dr = new long[8];
    /** XCR0. */
    public long xcr0 = 1;
    /** IA32_SYSENTER_CS, _ESP, _EIP. */
    public final long[] sysenter = new long[3];
    /** STAR, LSTAR, CSTAR, FMASK. */
    public final long[] star = new long[4];
    /** What SWAPGS exchanges with the base of GS. */
    public long kernelGsBase;
    /** What RDTSCP returns in ECX. */
    public long tscAux;
    /** Added to the processor's own count. */
    public long tscOffset;
    /** IA32_PAT. */
    public long pat = PAT;
    /** IA32_APIC_BASE. */
    public long apicBase = APIC_BASE;

    /** What the processor does between instructions. */
    public Activity activity = Activity.ACTIVE;
    /** No interrupt before the next instruction is over: after STI and loads of SS. */
    public boolean shadow;
    /** An NMI's handler runs, up to its IRET: no other one is taken (SDM 6.7.1). */
    public boolean nmiBlocked;
    /** SVM's global interrupt flag: without it no interrupt is taken, NMIs neither (APM vol. 2 section 15.17). */
    public boolean gif = true;

    /** Activity (SDM 25.4.2). */
    public enum Activity {
        /** Instructions are executed. */
        ACTIVE,
        /** HLT: until an interrupt. */
        HALTED,
        /** MWAIT: the same. */
        WAITING,
        /** A triple fault: until a reset. */
        SHUTDOWN
    }

    /** As after a reset. */
    public Registers() {
        for (int i = 0; i < segments.length; i++) {
            segments[i] = new SegmentRegister();
        }
        reset();
    }

    /** As after RESET (SDM table 10-1), with CS:IP at FFFF:FFF0 below 4 GiB. */
    public void reset() {
        Arrays.fill(r, 0);
        Arrays.fill(dr, 0);
        dr[6] = 0xFFFF_0FF0L;
        dr[7] = 0x400;
        rip = 0xFFF0;
        flags.set(0);
        for (SegmentRegister segment : segments) {
            segment.load(0, 0, 0xFFFF, 0x93);
        }
        segment(Segment.CS).load(0xF000, 0xFFFF_0000L, 0xFFFF, 0x93);
        ldtr.load(0, 0, 0xFFFF, 0x82);
        tr.load(0, 0, 0xFFFF, 0x8B);
        gdtr = TableRegister.RESET;
        idtr = TableRegister.RESET;
        cpl = 0;
        cr2 = 0;
        cr8 = 0;
        xcr0 = 1;
        Arrays.fill(sysenter, 0);
        Arrays.fill(star, 0);
        kernelGsBase = 0;
        tscAux = 0;
        tscOffset = 0;
        pat = PAT;
        apicBase = APIC_BASE;
        activity = Activity.ACTIVE;
        shadow = false;
        nmiBlocked = false;
        gif = true;
    }

    /** A segment register. */
    public SegmentRegister segment(Segment which) {
        return segments[which.ordinal()];
    }

    /** CS. */
    public SegmentRegister cs() {
        return segments[1];
    }

    /** SS. */
    public SegmentRegister ss() {
        return segments[2];
    }

    /** How the code segment's bytes are read, given that long mode is active or not. */
    Mode mode(boolean longActive) {
        int rights = cs().rights();
        if (longActive && (rights & SegmentRegister.LONG) != 0) {
            return Mode.BITS64;
        }
        return (rights & SegmentRegister.BIG) != 0 ? Mode.BITS32 : Mode.BITS16;
    }

    /** Everything from other registers. */
    public void copy(Registers from) {
        System.arraycopy(from.r, 0, r, 0, r.length);
        System.arraycopy(from.dr, 0, dr, 0, dr.length);
        System.arraycopy(from.sysenter, 0, sysenter, 0, sysenter.length);
        System.arraycopy(from.star, 0, star, 0, star.length);
        rip = from.rip;
        next = from.next;
        flags.set(from.flags.get());
        for (int i = 0; i < segments.length; i++) {
            segments[i].copy(from.segments[i]);
        }
        ldtr.copy(from.ldtr);
        tr.copy(from.tr);
        gdtr = from.gdtr;
        idtr = from.idtr;
        cpl = from.cpl;
        cr2 = from.cr2;
        cr8 = from.cr8;
        xcr0 = from.xcr0;
        kernelGsBase = from.kernelGsBase;
        tscAux = from.tscAux;
        tscOffset = from.tscOffset;
        pat = from.pat;
        apicBase = from.apicBase;
        activity = from.activity;
        shadow = from.shadow;
        nmiBlocked = from.nmiBlocked;
        gif = from.gif;
    }
}
