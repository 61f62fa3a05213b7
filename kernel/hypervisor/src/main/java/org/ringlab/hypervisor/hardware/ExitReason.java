package org.ringlab.hypervisor.hardware;

import org.ringlab.cpu.guest.SvmCode;
import org.ringlab.cpu.trap.Exit;

/** Why a guest is left, with both manuals' numbers (SDM appendix C; APM vol. 2 appendix C). */
public enum ExitReason {
    /** An exception that the monitor wants to see. */
    EXCEPTION(0, 0x40),
    /** A hardware interrupt: the monitor's business. */
    EXTERNAL_INTERRUPT(1, 0x60),
    /** The guest's processor shut down. */
    TRIPLE_FAULT(2, 0x7F),
    /** The guest can take an interrupt now. */
    INTERRUPT_WINDOW(7, 0x64),
    /** CPUID. */
    CPUID(10, 0x72),
    /** HLT. */
    HLT(12, 0x78),
    /** INVD. */
    INVD(13, 0x76),
    /** INVLPG. */
    INVLPG(14, 0x79),
    /** INVLPGA of a monitor that is a guest. */
    INVLPGA(-1, 0x7A),
    /** RDTSC. */
    RDTSC(16, 0x6E),
    /** VMCALL, VMMCALL: the guest asks for something. */
    VMCALL(18, 0x81),
    /** VMCLEAR of a monitor that is a guest. */
    VMCLEAR(19, -1),
    /** VMLAUNCH of one. */
    VMLAUNCH(20, -1),
    /** VMPTRLD of one. */
    VMPTRLD(21, -1),
    /** VMPTRST of one. */
    VMPTRST(22, -1),
    /** VMREAD of one. */
    VMREAD(23, -1),
    /** VMRESUME of one. */
    VMRESUME(24, -1),
    /** VMWRITE of one. */
    VMWRITE(25, -1),
    /** VMXOFF of one. */
    VMXOFF(26, -1),
    /** VMXON of one. */
    VMXON(27, -1),
    /** MOV to or from a control register, CLTS, LMSW. */
    CR_ACCESS(28, 0x10),
    /** MOV to or from a debug register. */
    MOV_DR(29, 0x30),
    /** IN, OUT, INS, OUTS. */
    IO(30, 0x7B),
    /** RDMSR. */
    RDMSR(31, 0x7C),
    /** WRMSR; SVM's code is that of RDMSR, with 1 in EXITINFO1. */
    WRMSR(32, 0x7C),
    /** The second dimension doesn't allow an access: EPT violation, nested page fault. */
    EPT_VIOLATION(48, 0x400),
    /** An entry of it is malformed. */
    EPT_MISCONFIGURATION(49, -1),
    /** INVEPT of a monitor that is a guest. */
    INVEPT(50, -1),
    /** INVVPID of one. */
    INVVPID(53, -1),
    /** VMRUN of one. */
    VMRUN(-1, 0x80),
    /** VMLOAD of one. */
    VMLOAD(-1, 0x82),
    /** VMSAVE of one. */
    VMSAVE(-1, 0x83),
    /** STGI of one. */
    STGI(-1, 0x84),
    /** CLGI of one. */
    CLGI(-1, 0x85),
    /** Anything else. */
    OTHER(-1, -1);

    private final int vmx;
    private final int svm;

    ExitReason(int vmx, int svm) {
        this.vmx = vmx;
        this.svm = svm;
    }

    /** The basic exit reason of VMX, -1 where there is none. */
    public int vmx() {
        return vmx;
    }

    /** The exit code of SVM, -1 where there is none. */
    public int svm() {
        return svm;
    }

    /** The reason of an exit. */
    public static ExitReason of(Exit exit) {
        int number = exit.reason();
        if (exit.kind() == Exit.Kind.SVM) {
            if (number >= 0x40 && number < 0x60) {
                return EXCEPTION;
            }
            if (number >= 0 && number < 0x20) {
                return CR_ACCESS;
            }
            if (number >= 0x20 && number < 0x40) {
                return MOV_DR;
            }
            if (number == SvmCode.MSR) {
                return exit.qualification() == 0 ? RDMSR : WRMSR;
            }
        }
        for (ExitReason reason : values()) {
            int known = exit.kind() == Exit.Kind.VMX ? reason.vmx : reason.svm;
            if (known == number && known >= 0) {
                return reason;
            }
        }
        return OTHER;
    }
}
