package org.ringlab.cpu.guest;

/** Bits of the VMX controls (SDM section 25.6 to 25.8). */
public final class VmxControl {
    // ---- pin-based ------------------------------------------------------------------------------------------------
    /** Interrupt requests leave. */
    public static final long EXTERNAL_INTERRUPT_EXITING = 1;
    /** NMIs leave. */
    public static final long NMI_EXITING = 1 << 3;

    // ---- processor-based ------------------------------------------------------------------------------------------
    /** Leave once the guest could take an interrupt. */
    public static final long INTERRUPT_WINDOW_EXITING = 1 << 2;
    /** The guest's TSC has an offset. */
    public static final long USE_TSC_OFFSETTING = 1 << 3;
    /** HLT leaves. */
    public static final long HLT_EXITING = 1 << 7;
    /** INVLPG and INVPCID leave. */
    public static final long INVLPG_EXITING = 1 << 9;
    /** MWAIT leaves. */
    public static final long MWAIT_EXITING = 1 << 10;
    /** RDPMC leaves. */
    public static final long RDPMC_EXITING = 1 << 11;
    /** RDTSC and RDTSCP leave. */
    public static final long RDTSC_EXITING = 1 << 12;
    /** MOV to CR3 leaves. */
    public static final long CR3_LOAD_EXITING = 1 << 15;
    /** MOV from CR3 leaves. */
    public static final long CR3_STORE_EXITING = 1 << 16;
    /** MOV to CR8 leaves. */
    public static final long CR8_LOAD_EXITING = 1 << 19;
    /** MOV from CR8 leaves. */
    public static final long CR8_STORE_EXITING = 1 << 20;
    /** MOV to and from debug registers leaves. */
    public static final long MOV_DR_EXITING = 1 << 23;
    /** Every IN and OUT leaves. */
    public static final long UNCONDITIONAL_IO_EXITING = 1 << 24;
    /** Those leave whose bit is set in the bitmaps. */
    public static final long USE_IO_BITMAPS = 1 << 25;
    /** RDMSR and WRMSR leave where a bit is set. */
    public static final long USE_MSR_BITMAPS = 1 << 28;
    /** MONITOR leaves. */
    public static final long MONITOR_EXITING = 1 << 29;
    /** PAUSE leaves. */
    public static final long PAUSE_EXITING = 1 << 30;
    /** The secondary controls count. */
    public static final long ACTIVATE_SECONDARY = 1L << 31;

    // ---- secondary ------------------------------------------------------------------------------------------------
    /** Extended page tables. */
    public static final long ENABLE_EPT = 1 << 1;
    /** LGDT, SIDT, LTR and their kin leave. */
    public static final long DESCRIPTOR_TABLE_EXITING = 1 << 2;
    /** RDTSCP exists for the guest. */
    public static final long ENABLE_RDTSCP = 1 << 3;
    /** Translations are tagged. */
    public static final long ENABLE_VPID = 1 << 5;
    /** WBINVD leaves. */
    public static final long WBINVD_EXITING = 1 << 6;
    /** The guest may run in real mode and without paging. */
    public static final long UNRESTRICTED_GUEST = 1 << 7;
    /** INVPCID exists for the guest. */
    public static final long ENABLE_INVPCID = 1 << 12;

    // ---- exit -----------------------------------------------------------------------------------------------------
    /** The host runs in 64-bit mode. */
    public static final long HOST_ADDRESS_SPACE_SIZE = 1 << 9;
    /** The vector is taken from the interrupt controller when an interrupt leaves. */
    public static final long ACKNOWLEDGE_INTERRUPT = 1 << 15;
    /** EFER of the host is loaded. */
    public static final long LOAD_HOST_EFER = 1 << 21;

    // ---- entry ----------------------------------------------------------------------------------------------------
    /** The guest runs in IA-32e mode. */
    public static final long IA32E_GUEST = 1 << 9;
    /** EFER of the guest is loaded. */
    public static final long LOAD_EFER = 1 << 15;

    private VmxControl() {}
}
