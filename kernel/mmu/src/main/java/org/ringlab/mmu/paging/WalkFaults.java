package org.ringlab.mmu.paging;

import org.ringlab.mmu.paging.Access.Type;
import org.ringlab.mmu.paging.Fault.EptMisconfiguration;
import org.ringlab.mmu.paging.Fault.EptViolation;
import org.ringlab.mmu.paging.Fault.NestedPageFault;
import org.ringlab.mmu.paging.Fault.PageFault;
import org.ringlab.mmu.paging.WalkStep.Verdict;

/** What the processor reports of a walk that failed: error codes and qualifications (SDM 4.7, 28.2.1; APM 15.25.6). */
final class WalkFaults {
    private WalkFaults() {}

    /** An entry ended the walk. */
    static Fault stopped(
            Stage stage,
            long address,
            long linear,
            Access access,
            Purpose purpose,
            Verdict verdict,
            int rights,
            int level) {
        boolean reserved = verdict == Verdict.RESERVED;
        return switch (stage.kind) {
            case ORDINARY ->
                new PageFault(
                        error(stage.control, access) | (reserved ? Fault.PRESENT | Fault.RESERVED : 0), address, level);
            case NESTED -> nestedFault(address, access, purpose, reserved ? Fault.PRESENT | Fault.RESERVED : 0);
            case EPT ->
                verdict == Verdict.MISCONFIGURED
                        ? new EptMisconfiguration(address)
                        : violation(stage, address, linear, access, purpose, rights);
        };
    }

    /** There is a page, but the rights don't suffice. */
    static Fault denied(Stage stage, long address, long linear, Access access, Purpose purpose, int rights, int key) {
        return switch (stage.kind) {
            case ORDINARY -> {
                boolean byKey = Permissions.keyForbids(rights, key, access, stage.control);
                int error = error(stage.control, access) | Fault.PRESENT | (byKey ? Fault.KEY : 0);
                yield new PageFault(error, address, 0);
            }
            case NESTED -> nestedFault(address, access, purpose, Fault.PRESENT);
            case EPT -> violation(stage, address, linear, access, purpose, rights);
        };
    }

    /** The bits of the error code that tell of the access; I/D only where fetches are told apart (SDM 4.7). */
    private static int error(ControlRegisters control, Access access) {
        boolean fetchTold = control.noExecute() || control.cr4Has(ControlRegisters.CR4_SMEP);
        return (access.user() ? Fault.USER : 0)
                | switch (access.type()) {
                    case READ -> 0;
                    case WRITE -> Fault.WRITE;
                    case FETCH -> fetchTold ? Fault.FETCH : 0;
                };
    }

    private static Fault nestedFault(long address, Access access, Purpose purpose, int error) {
        int access1 = purpose != Purpose.PAGE || access.type() == Type.WRITE
                ? Fault.WRITE
                : access.type() == Type.FETCH ? Fault.FETCH : 0;
        long where = 1L << (purpose == Purpose.PAGE ? 32 : 33);
        return new NestedPageFault(where | Fault.USER | access1 | error, address);
    }

    /** Table 28-7. A guest's table under accessed and dirty flags is read and written: bits 0 and 1. */
    static Fault violation(Stage stage, long address, long linear, Access access, Purpose purpose, int rights) {
        long done = switch (access.type()) {
            case READ -> EntryBits.EPT_READ;
            case WRITE -> EntryBits.EPT_WRITE;
            case FETCH -> EntryBits.EPT_EXECUTE;
        };
        if (purpose == Purpose.GUEST_TABLE) {
            done = stage.tableReadsAreWrites() ? EntryBits.EPT_READ | EntryBits.EPT_WRITE : EntryBits.EPT_READ;
        }
        long allowed = ((rights & Permissions.READABLE) != 0 ? EntryBits.EPT_READ : 0)
                | ((rights & Permissions.WRITABLE) != 0 ? EntryBits.EPT_WRITE : 0)
                | ((rights & Permissions.EXECUTABLE) != 0 ? EntryBits.EPT_EXECUTE : 0);
        long linearValid = 1L << 7;
        long finalAccess = purpose == Purpose.PAGE ? 1L << 8 : 0;
        return new EptViolation(done | allowed << 3 | linearValid | finalAccess, address, linear);
    }
}
