package org.ringlab.hypervisor;

/** What is counted while a guest runs. Each has its price in {@link CostModel}. */
public enum Counter {
    /** Instructions of the guest, or of its translation, that the processor executed itself. */
    DIRECT("executed directly"),
    /** Instructions that software interpreted. */
    INTERPRETED("interpreted"),
    /** Ring crossings into the monitor by a fault, an interrupt or INT. */
    TRAPS("traps"),
    /** Instructions that the monitor carried out for the guest after a trap or call. */
    EMULATED("emulated after a trap"),
    /** Exits from non-root mode. */
    EXITS("VM exits"),
    /** Requests of a guest that knows of its monitor. */
    HYPERCALLS("hypercalls"),
    /** Interrupts and exceptions that the monitor handed to the guest. */
    INJECTED("injected"),
    /** Calls of translated code for what can't be translated. */
    CALLOUTS("callouts"),
    /** Blocks of guest code that were translated. */
    BLOCKS("blocks translated"),
    /** Guest instructions in them. */
    TRANSLATED("instructions translated"),
    /** Jumps between blocks that now go directly. */
    CHAINED("jumps chained"),
    /** Pages put into the shadow tables. */
    SHADOW_FILLS("shadow fills"),
    /** Times that all translations of linear addresses were dropped. */
    TLB_FLUSHES("TLB flushes"),
    /** Memory references of page walks in software or by nested tables. */
    WALK_REFERENCES("walk references"),
    /** Port or register accesses carried out by a device model. */
    DEVICE("device accesses");

    private final String title;

    Counter(String title) {
        this.title = title;
    }

    /** As it is told. */
    public String title() {
        return title;
    }
}
