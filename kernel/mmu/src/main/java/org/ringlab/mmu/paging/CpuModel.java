package org.ringlab.mmu.paging;

/**
 * What a processor can do, as CPUID would tell.
 *
 * @param vendor whose manual decides where they differ
 * @param physicalBits MAXPHYADDR, 32 to 52
 * @param gigabytePages whether a PDPTE can map 1 GiB
 * @param executeOnly whether EPT entries may allow execution without reading
 */
public record CpuModel(Vendor vendor, int physicalBits, boolean gigabytePages, boolean executeOnly) {
    /** Makers of x86 processors. */
    public enum Vendor {
        /** Follows the SDM. */
        INTEL,
        /** Follows the APM: bit 8 of a PML4E is reserved. */
        AMD
    }

    /** A processor with 40 address lines and everything else: what the recordings were made on. */
    public static final CpuModel STANDARD = new CpuModel(Vendor.INTEL, 40, true, true);

    /** The physical address bits that don't exist, up to bit 51. */
    long beyondWidth() {
        return (1L << 52) - (1L << physicalBits);
    }
}
