package org.ringlab.cpu.system;

import org.ringlab.cpu.core.Cpu;
import org.ringlab.cpu.core.CpuEvent;
import org.ringlab.cpu.core.Registers;
import org.ringlab.cpu.trap.Raised;

/** RDMSR and WRMSR: #GP(0) for a register that doesn't exist or a value it can't hold (SDM vol. 2 RDMSR, WRMSR). */
public final class Msrs {
    /** What a bit of IA32_DEBUGCTL would do. */
    public static final String DEBUGCTL_BITS = "branch tracing and single steps from branch to branch (IA32_DEBUGCTL)";

    private static final long LOCKED_WITH_VMX = 5;

    private final Cpu cpu;
    private final Registers s;
    private long hostSave;

    /** The registers of a processor. */
    public Msrs(Cpu cpu) {
        this.cpu = cpu;
        s = cpu.state();
    }

    /** A register's 64 bits. */
    public long read(int number) {
        return switch (number) {
            case Msr.TSC -> cpu.tsc();
            case Msr.APIC_BASE -> s.apicBase;
            case Msr.FEATURE_CONTROL -> vmx(LOCKED_WITH_VMX);
            case Msr.SYSENTER_CS, Msr.SYSENTER_CS + 1, Msr.SYSENTER_CS + 2 -> s.sysenter[number - Msr.SYSENTER_CS];
            case Msr.DEBUGCTL -> 0;
            case Msr.PAT -> s.pat;
            case Msr.VMX_BASIC -> vmx(1 | 4096L << 32 | 6L << 50);
            case Msr.EFER -> efer();
            case Msr.STAR, Msr.STAR + 1, Msr.STAR + 2, Msr.STAR + 3 -> s.star[number - Msr.STAR];
            case Msr.FS_BASE -> s.segments[4].base();
            case Msr.GS_BASE -> s.segments[5].base();
            case Msr.KERNEL_GS_BASE -> s.kernelGsBase;
            case Msr.TSC_AUX -> s.tscAux;
            case Msr.VM_CR -> svm(0);
            case Msr.VM_HSAVE_PA -> svm(hostSave);
            default -> throw Raised.gp(0);
        };
    }

    private long vmx(long value) {
        if (!cpu.features().vmx()) {
            throw Raised.gp(0);
        }
        return value;
    }

    private long svm(long value) {
        if (!cpu.features().svm()) {
            throw Raised.gp(0);
        }
        return value;
    }

    private long efer() {
        return cpu.efer() & ~Efer.LMA | (cpu.longMode() ? Efer.LMA : 0);
    }

    /** Replaces a register. */
    public void write(int number, long value) {
        switch (number) {
            case Msr.TSC -> s.tscOffset += value - cpu.tsc();
            case Msr.APIC_BASE -> s.apicBase = value;
            case Msr.SYSENTER_CS -> s.sysenter[0] = value & 0xFFFF_FFFFL;
            case Msr.SYSENTER_CS + 1, Msr.SYSENTER_CS + 2 -> s.sysenter[number - Msr.SYSENTER_CS] = canonical(value);
            case Msr.DEBUGCTL -> debugControls(value);
            case Msr.PAT -> s.pat = patterns(value);
            case Msr.EFER -> writeEfer(value);
            case Msr.STAR -> s.star[0] = value;
            case Msr.STAR + 1, Msr.STAR + 2 -> s.star[number - Msr.STAR] = canonical(value);
            case Msr.STAR + 3 -> s.star[3] = value & 0xFFFF_FFFFL;
            case Msr.FS_BASE -> base(4, value);
            case Msr.GS_BASE -> base(5, value);
            case Msr.KERNEL_GS_BASE -> s.kernelGsBase = canonical(value);
            case Msr.TSC_AUX -> s.tscAux = value & 0xFFFF_FFFFL;
            case Msr.VM_HSAVE_PA -> hostSave = svm(value);
            default -> throw Raised.gp(0);
        }
        if (cpu.listens()) {
            cpu.tell(new CpuEvent.MsrWritten(cpu.clock(), number, value));
        }
    }

    private static void debugControls(long value) {
        if (value != 0) {
            throw Raised.notSimulated(DEBUGCTL_BITS);
        }
    }

    /** LME can't change while paging is on; LMA follows by itself (SDM vol. 3 section 2.2.1). */
    private void writeEfer(long value) {
        long exist = cpu.features().svm() ? Efer.ALL : Efer.ALL & ~Efer.SVME;
        if ((value & ~exist) != 0 || (cpu.cr0() & Cr0.PG) != 0 && ((value ^ cpu.efer()) & Efer.LME) != 0) {
            throw Raised.gp(0);
        }
        cpu.mmu().wrmsrEfer(value & ~Efer.LMA);
        cpu.modeChanged();
    }

    private void base(int segment, long value) {
        s.segments[segment].rebase(canonical(value));
        cpu.modeChanged();
    }

    private long canonical(long value) {
        if (!cpu.canonical(value)) {
            throw Raised.gp(0);
        }
        return value;
    }

    /** Eight fields of memory types 0, 1, 4 to 7. */
    private static long patterns(long value) {
        for (int n = 0; n < 8; n++) {
            int type = (int) (value >>> n * 8) & 0xFF;
            if (type > 7 || type == 2 || type == 3) {
                throw Raised.gp(0);
            }
        }
        return value;
    }
}
