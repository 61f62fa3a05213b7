package org.ringlab.cpu.system;

import org.ringlab.cpu.code.Instruction;
import org.ringlab.cpu.code.Mode;
import org.ringlab.cpu.code.Op;
import org.ringlab.cpu.core.Cpu;
import org.ringlab.cpu.core.Flag;
import org.ringlab.cpu.core.Registers;
import org.ringlab.cpu.trap.Raised;

/**
 * Everything whose right to execute is a question of mode, ring or guest, in one order for all (SDM vol. 3 section 26.1.1): is
 * it defined here, does a guest leave before the ring counts, is the ring right, does a guest leave, and then what it does.
 */
public final class SystemInstructions {
    private final Cpu cpu;
    private final Registers s;
    private final SystemActions actions;

    /** The system instructions of a processor. */
    public SystemInstructions(Cpu cpu, SystemActions actions) {
        this.cpu = cpu;
        s = cpu.state();
        this.actions = actions;
    }

    /** Executes one, or raises what it meets. */
    public void execute(Instruction i) {
        if (!defined(i)) {
            throw Raised.ud();
        }
        cpu.intercepts().beforeRing(i);
        if (!ringAllows(i)) {
            throw Raised.gp(0);
        }
        cpu.intercepts().afterRing(i);
        actions.perform(i);
    }

    /** Whether the instruction exists with these features, in this mode, under these control bits; else #UD. */
    private boolean defined(Instruction i) {
        boolean kernel = s.cpl == 0;
        Features can = cpu.features();
        return switch (i.op()) {
            case UD0, UD1, UD2, RSM -> false;
            case LLDT, LTR, SLDT, STR, LAR, LSL, VERR, VERW, ARPL -> !cpu.realMode();
            case MONITOR, MWAIT -> kernel;
            case STAC, CLAC -> kernel;
            case XSETBV, XGETBV -> has(Cr4.OSXSAVE);
            case RDFSBASE, RDGSBASE, WRFSBASE, WRGSBASE -> cpu.longCode() && has(Cr4.FSGSBASE);
            case SWAPGS -> cpu.longCode();
            case INVPCID -> can.invpcid();
            case SYSCALL, SYSRET -> (cpu.efer() & Efer.SCE) != 0 && (cpu.longCode() || can.syscallOutside64());
            case SYSENTER, SYSEXIT -> can.sysenterInLong() || !cpu.longMode();
            case GETSEC -> has(Cr4.SMXE);
            case MOV_DR -> true;
            case VMXON -> can.vmx() && has(Cr4.VMXE) && inProtection();
            case VMCALL, VMLAUNCH, VMRESUME, VMXOFF, VMREAD, VMWRITE, VMPTRLD, VMPTRST, VMCLEAR, INVEPT, INVVPID ->
                cpu.inVmxOperation() && inProtection();
            case VMFUNC -> false;
            case VMMCALL -> can.svm() && cpu.intercepts().inGuest();
            case VMRUN, VMLOAD, VMSAVE, STGI, CLGI, SKINIT, INVLPGA ->
                can.svm() && (cpu.efer() & Efer.SVME) != 0 && !cpu.realMode();
            default -> true;
        };
    }

    private boolean inProtection() {
        return !cpu.realMode() && (!cpu.longMode() || cpu.mode() == Mode.BITS64);
    }

    private boolean has(long cr4Bit) {
        return (cpu.cr4() & cr4Bit) != 0;
    }

    /** Whether this ring may execute it; else #GP(0). */
    private boolean ringAllows(Instruction i) {
        boolean kernel = s.cpl == 0;
        return switch (i.op()) {
            case HLT, LGDT, LIDT, LLDT, LTR, LMSW, CLTS, MOV_CR, MOV_DR, INVLPG, INVPCID, INVD, WBINVD -> kernel;
            case RDMSR, WRMSR, SWAPGS, XSETBV, SYSRET, MONITOR, MWAIT, GETSEC -> kernel;
            case SYSEXIT -> kernel && (s.sysenter[0] & 0xFFFC) != 0 && !cpu.realMode();
            case VMXON,
                    VMLAUNCH,
                    VMRESUME,
                    VMXOFF,
                    VMREAD,
                    VMWRITE,
                    VMPTRLD,
                    VMPTRST,
                    VMCLEAR,
                    INVEPT,
                    INVVPID,
                    VMCALL -> kernel;
            case VMRUN, VMLOAD, VMSAVE, STGI, CLGI, SKINIT, INVLPGA -> kernel;
            case SGDT, SIDT, SLDT, STR, SMSW -> kernel || !has(Cr4.UMIP);
            case RDTSC, RDTSCP -> kernel || !has(Cr4.TSD);
            case RDPMC -> kernel || has(Cr4.PCE);
            case CLI, STI -> s.cpl <= s.flags.iopl() || cpu.realMode() || virtualFlag(i.op());
            case IN, OUT -> cpu.ports().allowed((int) actions.port(i), i.operandSize());
            default -> true;
        };
    }

    /** CLI and STI of ring 3 act on VIF with CR4.PVI; STI not while a virtual interrupt waits (SDM vol. 2 tables 3-7 and 4-19). */
    private boolean virtualFlag(Op op) {
        return s.cpl == 3 && has(Cr4.PVI) && !(op == Op.STI && s.flags.has(Flag.VIP));
    }
}
