package org.ringlab.cpu.system;

/** Numbers of model-specific registers (SDM vol. 4, APM appendix A). */
public final class Msr {
    /** Time-stamp counter. */
    public static final int TSC = 0x10;
    /** Where the local APIC is. */
    public static final int APIC_BASE = 0x1B;
    /** Lock bit and VMX enable. */
    public static final int FEATURE_CONTROL = 0x3A;
    /** CS for SYSENTER; ESP and EIP follow. */
    public static final int SYSENTER_CS = 0x174;
    /** Branch tracing. */
    public static final int DEBUGCTL = 0x1D9;
    /** Page attributes. */
    public static final int PAT = 0x277;
    /** First of the VMX capabilities. */
    public static final int VMX_BASIC = 0x480;
    /** Extended features. */
    public static final int EFER = 0xC000_0080;
    /** Selectors of SYSCALL and SYSRET; LSTAR, CSTAR, FMASK follow. */
    public static final int STAR = 0xC000_0081;
    /** Base of FS. */
    public static final int FS_BASE = 0xC000_0100;
    /** Base of GS. */
    public static final int GS_BASE = 0xC000_0101;
    /** What SWAPGS exchanges with it. */
    public static final int KERNEL_GS_BASE = 0xC000_0102;
    /** ECX of RDTSCP. */
    public static final int TSC_AUX = 0xC000_0103;
    /** SVM lock and disable. */
    public static final int VM_CR = 0xC001_0114;
    /** Where VMRUN saves the host. */
    public static final int VM_HSAVE_PA = 0xC001_0117;

    private Msr() {}
}
