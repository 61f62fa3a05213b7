package org.ringlab.cpu.system;

import org.ringlab.mmu.paging.CpuModel;

/**
 * What a processor can do beyond what all do, as CPUID tells.
 *
 * @param memory what its memory unit can
 * @param umip CR4.UMIP exists
 * @param invpcid INVPCID and CR4.PCIDE exist
 * @param syscallOutside64 SYSCALL and SYSRET work in protected mode too: AMD
 * @param sysenterInLong SYSENTER and SYSEXIT work in long mode: Intel
 * @param vmx VMX exists
 * @param svm SVM exists
 */
public record Features(
        CpuModel memory,
        boolean umip,
        boolean invpcid,
        boolean syscallOutside64,
        boolean sysenterInLong,
        boolean vmx,
        boolean svm) {
    /** As the SDM describes. */
    public static final Features INTEL = new Features(CpuModel.STANDARD, true, true, false, true, true, false);
    /** As the APM describes, before UMIP and INVPCID. */
    public static final Features AMD =
            new Features(new CpuModel(CpuModel.Vendor.AMD, 40, true, false), false, false, true, false, false, true);

    /** Whose manual decides. */
    public boolean intel() {
        return memory.vendor() == CpuModel.Vendor.INTEL;
    }

    /** The bits of CR4 that exist. */
    public long cr4Bits() {
        long common = Cr4.VME
                | Cr4.PVI
                | Cr4.TSD
                | Cr4.DE
                | Cr4.PSE
                | Cr4.PAE
                | Cr4.MCE
                | Cr4.PGE
                | Cr4.PCE
                | Cr4.OSFXSR
                | Cr4.OSXMMEXCPT
                | Cr4.FSGSBASE
                | Cr4.OSXSAVE
                | Cr4.SMEP
                | Cr4.SMAP
                | Cr4.LA57
                | Cr4.PKE;
        return common | (umip ? Cr4.UMIP : 0) | (invpcid ? Cr4.PCIDE : 0) | (vmx ? Cr4.VMXE | Cr4.SMXE : 0);
    }

    /** Registers EAX, EBX, ECX, EDX of CPUID (SDM vol. 2 CPUID). */
    public long[] cpuid(long leaf, long cr4) {
        String vendor = intel() ? "GenuineIntel" : "AuthenticAMD";
        return switch ((int) leaf) {
            case 0 -> new long[] {0xD, four(vendor, 0), four(vendor, 8), four(vendor, 4)};
            case 1 ->
                new long[] {
                    intel() ? 0x0009_06EA : 0x0080_0F82,
                    0x0001_0800,
                    (vmx ? 1 << 5 : 0)
                            | 1 << 3 // MONITOR
                            | 1 << 13 // CMPXCHG16B
                            | (invpcid ? 1 << 17 : 0) // PCID
                            | 1 << 23 // POPCNT
                            | 1 << 26 // XSAVE
                            | ((cr4 & Cr4.OSXSAVE) != 0 ? 1 << 27 : 0),
                    // DE PSE TSC MSR PAE CX8 APIC SEP PGE CMOV PAT PSE-36 CLFLUSH
                    1 << 2
                            | 1 << 3
                            | 1 << 4
                            | 1 << 5
                            | 1 << 6
                            | 1 << 8
                            | 1 << 9
                            | 1 << 11
                            | 1 << 13
                            | 1 << 15
                            | 1 << 16
                            | 1 << 17
                            | 1 << 19
                };
            case 7 ->
                new long[] {0, 1 | 1 << 7 | (invpcid ? 1 << 10 : 0) | 1 << 20, (umip ? 1 << 2 : 0) | 1 << 3 | 1 << 16, 0
                };
            case 0x8000_0000 ->
                new long[] {
                    0x8000_000AL,
                    intel() ? 0 : four(vendor, 0),
                    intel() ? 0 : four(vendor, 8),
                    intel() ? 0 : four(vendor, 4)
                };
            case 0x8000_0001 ->
                new long[] {
                    0,
                    0,
                    1 | (svm ? 1 << 2 : 0) | 1 << 5,
                    1 << 11 | 1 << 20 | (memory.gigabytePages() ? 1 << 26 : 0) | 1 << 27 | 1 << 29
                };
            case 0x8000_0008 -> new long[] {memory.physicalBits() | 57 << 8, 0, 0, 0};
            case 0x8000_000A -> svm ? new long[] {1, 0x10000, 0, 1 | 1 << 6} : new long[4];
            default -> new long[4];
        };
    }

    private static long four(String text, int from) {
        long value = 0;
        for (int i = 3; i >= 0; i--) {
            value = value << 8 | text.charAt(from + i);
        }
        return value;
    }
}
