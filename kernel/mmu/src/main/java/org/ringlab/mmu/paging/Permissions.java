package org.ringlab.mmu.paging;

import org.ringlab.mmu.paging.Access.Type;

/**
 * Access rights (SDM 4.6): the one place that says who may do what to a page. The rights of a page are those of all
 * entries on the way to it: writable and user where every entry says so, not executable where any says so.
 */
public final class Permissions {
    /** Right: R/W is 1 in every entry. */
    public static final int WRITABLE = 1;
    /** Right: U/S is 1 in every entry. */
    public static final int USER = 2;
    /** Right: no entry says no-execute. */
    public static final int EXECUTABLE = 4;
    /** Right: not execute-only, as EPT alone can say. */
    public static final int READABLE = 8;
    /** Every right. */
    public static final int ALL = 15;

    private Permissions() {}

    /** Whether the access is allowed, protection keys aside. */
    public static boolean allowed(int rights, Access access, ControlRegisters control) {
        boolean writable = (rights & WRITABLE) != 0;
        boolean userPage = (rights & USER) != 0;
        boolean executable = (rights & EXECUTABLE) != 0;
        if (access.type() == Type.READ && (rights & READABLE) == 0) {
            return false;
        }
        if (access.user()) {
            return userPage
                    && switch (access.type()) {
                        case READ -> true;
                        case WRITE -> writable;
                        case FETCH -> executable;
                    };
        }
        if (access.type() == Type.FETCH) {
            return executable && !(userPage && control.cr4Has(ControlRegisters.CR4_SMEP));
        }
        if (userPage && control.cr4Has(ControlRegisters.CR4_SMAP) && (!access.ac() || access.implicit())) {
            return false;
        }
        return access.type() == Type.READ || writable || !control.cr0Has(ControlRegisters.CR0_WP);
    }

    /**
     * Whether the page's protection key forbids the access (SDM 4.6.2); fetches have no keys.
     *
     * @param key 0 to 15, bits 62:59 of the last entry
     */
    public static boolean keyForbids(int rights, int key, Access access, ControlRegisters control) {
        boolean userPage = (rights & USER) != 0;
        boolean keys = control.cr4Has(userPage ? ControlRegisters.CR4_PKE : ControlRegisters.CR4_PKS);
        if (!keys || (control.efer() & ControlRegisters.EFER_LME) == 0 || access.type() == Type.FETCH) {
            return false;
        }
        int pair = (userPage ? control.pkru() : control.pkrs()) >>> 2 * key & 3;
        boolean obeysWriteDisable = access.user() || control.cr0Has(ControlRegisters.CR0_WP);
        return (pair & 1) != 0 || (pair & 2) != 0 && access.type() == Type.WRITE && obeysWriteDisable;
    }

    /**
     * {@link #allowed} for all sixteen combinations of rights, one bit each, so that a TLB hit costs one shift.
     */
    public static int table(Access access, ControlRegisters control) {
        int table = 0;
        for (int rights = 0; rights <= ALL; rights++) {
            if (allowed(rights, access, control)) {
                table |= 1 << rights;
            }
        }
        return table;
    }
}
