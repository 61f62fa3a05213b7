package org.ringlab.mmu.paging;

import java.util.List;

/**
 * How linear addresses are cut into indices (SDM vol. 3 table 4-1, APM vol. 2 table 5-1).
 *
 * <p>A level is numbered as textbooks do: 1 is the page table, the highest is what CR3 points to.
 */
public enum PagingMode {
    /** CR0.PG = 0: a linear address is a physical address. */
    NONE("no paging", 32, 0),
    /** 32-bit paging: two levels of 1,024 entries of 4 bytes; 4 MiB pages with CR4.PSE (SDM 4.3). */
    BITS32("32-bit paging", 32, 4, 12, 22),
    /** PAE paging: four registers, then two levels of 512 entries of 8 bytes; 2 MiB pages (SDM 4.4). */
    PAE("PAE paging", 32, 8, 12, 21, 30),
    /** 4-level paging: 48-bit addresses; 2 MiB and 1 GiB pages (SDM 4.5). */
    LEVEL4("4-level paging", 48, 8, 12, 21, 30, 39),
    /** 5-level paging: 57-bit addresses (SDM 4.5). */
    LEVEL5("5-level paging", 57, 8, 12, 21, 30, 39, 48);

    private static final List<String> TABLES = List.of("PT", "PD", "PDPT", "PML4", "PML5");

    private final String title;
    private final int addressBits;
    private final int entryBytes;
    private final int[] shifts;

    PagingMode(String title, int addressBits, int entryBytes, int... shifts) {
        this.title = title;
        this.addressBits = addressBits;
        this.entryBytes = entryBytes;
        this.shifts = shifts;
    }

    /** The manual's name. */
    public String title() {
        return title;
    }

    /** How many levels of tables, 0 to 5. */
    public int levels() {
        return shifts.length;
    }

    /** Bits of a linear address that are translated: 32, 48 or 57. */
    public int addressBits() {
        return addressBits;
    }

    /** Bytes of an entry: 4 or 8; 0 without paging. */
    public int entryBytes() {
        return entryBytes;
    }

    /** The lowest bit of the index into a table of this level, which is also the log2 of a page that ends there. */
    public int shift(int level) {
        return shifts[level - 1];
    }

    /** How many bits the index into a table of this level has: 10, 9, or 2 for the PDPTE registers. */
    public int indexBits(int level) {
        if (level == levels()) {
            return Math.min(addressBits - shift(level), entryBytes == 4 ? 10 : 9);
        }
        return shift(level + 1) - shift(level);
    }

    /** The index into the table of this level. */
    public int index(int level, long address) {
        return (int) (address >>> shift(level)) & (1 << indexBits(level)) - 1;
    }

    /** The manual's name for a table of this level: PT, PD, PDPT, PML4, PML5. */
    public String table(int level) {
        return TABLES.get(level - 1);
    }

    /** Whether an address is canonical: all bits above the translated ones equal the highest of them (SDM 3.3.7.1). */
    public boolean canonical(long address) {
        int unused = Long.SIZE - addressBits;
        return entryBytes == 4 || this == PAE || this == NONE
                ? address >>> 32 == 0
                : address << unused >> unused == address;
    }
}
