package org.ringlab.cpu.guest;

/** Basic exit reasons (SDM appendix C). */
public final class VmxReason {
    /** Exception or NMI. */
    public static final int EXCEPTION = 0;
    /** Interrupt request. */
    public static final int EXTERNAL_INTERRUPT = 1;
    /** Triple fault. */
    public static final int TRIPLE_FAULT = 2;
    /** The guest could take an interrupt. */
    public static final int INTERRUPT_WINDOW = 7;
    /** CPUID. */
    public static final int CPUID = 10;
    /** HLT. */
    public static final int HLT = 12;
    /** VMCALL. */
    public static final int VMCALL = 18;
    /** Control-register access. */
    public static final int CR_ACCESS = 28;
    /** MOV DR. */
    public static final int MOV_DR = 29;
    /** IN, OUT, INS, OUTS. */
    public static final int IO = 30;
    /** RDMSR. */
    public static final int RDMSR = 31;
    /** WRMSR. */
    public static final int WRMSR = 32;
    /** VM entry failed: the guest's state can't be. */
    public static final int INVALID_GUEST_STATE = 33;
    /** Extended page tables forbid it. */
    public static final int EPT_VIOLATION = 48;
    /** They are ill-formed. */
    public static final int EPT_MISCONFIGURATION = 49;

    private static final String[] NAMES = new String[64];

    static {
        String[] named = {
            "0 exception or NMI",
            "1 external interrupt",
            "2 triple fault",
            "7 interrupt window",
            "10 CPUID",
            "11 GETSEC",
            "12 HLT",
            "13 INVD",
            "14 INVLPG",
            "15 RDPMC",
            "16 RDTSC",
            "17 RSM",
            "18 VMCALL",
            "19 VMCLEAR",
            "20 VMLAUNCH",
            "21 VMPTRLD",
            "22 VMPTRST",
            "23 VMREAD",
            "24 VMRESUME",
            "25 VMWRITE",
            "26 VMXOFF",
            "27 VMXON",
            "28 CR access",
            "29 MOV DR",
            "30 I/O",
            "31 RDMSR",
            "32 WRMSR",
            "33 invalid guest state",
            "36 MWAIT",
            "39 MONITOR",
            "40 PAUSE",
            "46 GDTR/IDTR access",
            "47 LDTR/TR access",
            "48 EPT violation",
            "49 EPT misconfiguration",
            "50 INVEPT",
            "51 RDTSCP",
            "53 INVVPID",
            "54 WBINVD",
            "55 XSETBV",
            "58 INVPCID"
        };
        for (String entry : named) {
            int space = entry.indexOf(' ');
            NAMES[Integer.parseInt(entry, 0, space, 10)] = entry.substring(space + 1);
        }
    }

    private VmxReason() {}

    /** The reason in words. */
    public static String name(int reason) {
        String name = reason >= 0 && reason < NAMES.length ? NAMES[reason] : null;
        return name == null ? "reason " + reason : name;
    }
}
