package org.ringlab.mmu.paging;

/** Why there is no physical address: what the processor reports, as values; delivering it is somebody else's work. */
public sealed interface Fault extends Outcome {
    /** Page fault, error code: the page was present, so it is a matter of rights or reserved bits. */
    int PRESENT = 1;
    /** Page fault, error code: it was a write. */
    int WRITE = 1 << 1;
    /** Page fault, error code: in ring 3. */
    int USER = 1 << 2;
    /** Page fault, error code: a reserved bit was set. */
    int RESERVED = 1 << 3;
    /** Page fault, error code: it was a fetch. */
    int FETCH = 1 << 4;
    /** Page fault, error code: the protection key forbids it. */
    int KEY = 1 << 5;

    /**
     * #PF (SDM 4.7).
     *
     * @param error the error code: bits P, W/R, U/S, RSVD, I/D, PK
     * @param cr2 the linear address
     * @param level where the walk stopped, 1 the page table; 0: it went through and the rights were lacking
     */
    record PageFault(int error, long cr2, int level) implements Fault {}

    /**
     * #GP(0).
     *
     * @param stage what met it
     */
    record GeneralProtection(Stage stage) implements Fault {
        /** When a general protection fault comes up in translation. */
        public enum Stage {
            /** The access: its address isn't canonical. */
            ACCESS,
            /** The MOV to CR0, CR3 or CR4: a register can't hold that. */
            LOAD
        }
    }

    /**
     * EPT violation, a VM exit (SDM 28.2.1 table 28-7).
     *
     * @param qualification bits 2:0 the access, 5:3 what the tables allow, 7 linear address valid, 8 the final access
     * @param guestPhysical the address that EPT doesn't let through
     * @param linear what the guest asked for
     */
    record EptViolation(long qualification, long guestPhysical, long linear) implements Fault {}

    /**
     * EPT misconfiguration, a VM exit (SDM 29.3.3.1).
     *
     * @param guestPhysical the address whose walk met the entry
     */
    record EptMisconfiguration(long guestPhysical) implements Fault {}

    /**
     * #VMEXIT(NPF) (APM 15.25.6).
     *
     * @param info1 EXITINFO1: a page fault's error code, bit 32 the final access, bit 33 a guest table's
     * @param guestPhysical EXITINFO2
     */
    record NestedPageFault(long info1, long guestPhysical) implements Fault {}
}
