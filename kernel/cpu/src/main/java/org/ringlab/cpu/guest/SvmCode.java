package org.ringlab.cpu.guest;

/** Exit codes (APM vol. 2 appendix C). */
public final class SvmCode {
    /** A read of CR0; writes are 0x10 higher. */
    public static final int CR_READ = 0x00;
    /** A write of CR0. */
    public static final int CR_WRITE = 0x10;
    /** A read of DR0. */
    public static final int DR_READ = 0x20;
    /** A write of DR0. */
    public static final int DR_WRITE = 0x30;
    /** Exception 0. */
    public static final int EXCEPTION = 0x40;
    /** The first of {@link Vmcb#INTERCEPTS1}: an interrupt request. */
    public static final int INTR = 0x60;
    /** NMI. */
    public static final int NMI = 0x61;
    /** A virtual interrupt could be taken. */
    public static final int VINTR = 0x64;
    /** A write of CR0 that changes more than TS and MP. */
    public static final int CR0_SELECTIVE = 0x65;
    /** IN, OUT, INS, OUTS. */
    public static final int IOIO = 0x7B;
    /** RDMSR, WRMSR. */
    public static final int MSR = 0x7C;
    /** Triple fault. */
    public static final int SHUTDOWN = 0x7F;
    /** The first of {@link Vmcb#INTERCEPTS2}: VMRUN. */
    public static final int VMRUN = 0x80;
    /** Nested page fault. */
    public static final int NPF = 0x400;
    /** VMRUN refused the guest's state. */
    public static final int INVALID = -1;

    private static final String[] FROM_60 = {
        "INTR",
        "NMI",
        "SMI",
        "INIT",
        "VINTR",
        "CR0 selective write",
        "IDTR read",
        "GDTR read",
        "LDTR read",
        "TR read",
        "IDTR write",
        "GDTR write",
        "LDTR write",
        "TR write",
        "RDTSC",
        "RDPMC",
        "PUSHF",
        "POPF",
        "CPUID",
        "RSM",
        "IRET",
        "INTn",
        "INVD",
        "PAUSE",
        "HLT",
        "INVLPG",
        "INVLPGA",
        "I/O",
        "MSR",
        "task switch",
        "FERR",
        "SHUTDOWN",
        "VMRUN",
        "VMMCALL",
        "VMLOAD",
        "VMSAVE",
        "STGI",
        "CLGI",
        "SKINIT",
        "RDTSCP",
        "ICEBP",
        "WBINVD",
        "MONITOR",
        "MWAIT",
        "MWAIT armed",
        "XSETBV"
    };

    private SvmCode() {}

    /** The MSR map has two bits a register in three ranges; -1: registers outside always leave (APM 15.11). */
    public static long mapBit(long msr, boolean write) {
        long block = msr >>> 13;
        long range = block == 0 ? 0 : block == 0xC000_0000L >>> 13 ? 1 : block == 0xC001_0000L >>> 13 ? 2 : -1;
        return range < 0 ? -1 : range * 0x2000 * 2 + (msr & 0x1FFF) * 2 + (write ? 1 : 0);
    }

    /** The code in words. */
    public static String name(int code) {
        if (code == INVALID) {
            return "INVALID";
        }
        if (code == NPF) {
            return "NPF";
        }
        if (code < EXCEPTION) {
            String register = (code & 0x20) == 0 ? "CR" + (code & 15) : "DR";
            return code >= DR_READ ? register : register + (code < CR_WRITE ? " read" : " write");
        }
        if (code < INTR) {
            return "exception " + (code - EXCEPTION);
        }
        return code - INTR < FROM_60.length ? FROM_60[code - INTR] : "code 0x" + Integer.toHexString(code);
    }
}
