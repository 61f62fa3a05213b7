package org.ringlab.mmu.paging;

/**
 * One access as the paging unit sees it (SDM 4.6).
 *
 * @param type read, write or fetch
 * @param cpl the ring, 0 to 3; 0 to 2 are the supervisor
 * @param ac EFLAGS.AC: the supervisor asks to be let at user pages though CR4.SMAP is set
 * @param implicit the processor itself reads or writes a system structure (a descriptor): supervisor whatever the ring
 */
public record Access(Type type, int cpl, boolean ac, boolean implicit) {
    /** What is done to the bytes. */
    public enum Type {
        /** A load. */
        READ,
        /** A store. */
        WRITE,
        /** An instruction fetch. */
        FETCH
    }

    /** An explicit access with AC clear. */
    public Access(Type type, int cpl) {
        this(type, cpl, false, false);
    }

    /** A load in ring 3. */
    public static final Access USER_READ = new Access(Type.READ, 3);
    /** A store in ring 3. */
    public static final Access USER_WRITE = new Access(Type.WRITE, 3);
    /** A fetch in ring 3. */
    public static final Access USER_FETCH = new Access(Type.FETCH, 3);
    /** A load in ring 0. */
    public static final Access KERNEL_READ = new Access(Type.READ, 0);
    /** A store in ring 0. */
    public static final Access KERNEL_WRITE = new Access(Type.WRITE, 0);
    /** A fetch in ring 0. */
    public static final Access KERNEL_FETCH = new Access(Type.FETCH, 0);

    /** How many different accesses there are, for tables by {@link #code}. */
    public static final int CODES = 32;

    /** A number of its own for every access that is checked differently, below {@link #CODES}. */
    public int code() {
        return type.ordinal() | (user() ? 4 : 0) | (ac ? 8 : 0) | (implicit ? 16 : 0);
    }

    /** Whether it counts as a user-mode access. */
    public boolean user() {
        return cpl == 3 && !implicit;
    }
}
