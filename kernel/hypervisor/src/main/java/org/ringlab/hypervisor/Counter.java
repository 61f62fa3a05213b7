package org.ringlab.hypervisor;

/** What is counted while a guest runs. Each has its price in {@link CostModel}. */
public enum Counter {
    /** Instructions of the guest, or of its translation, that the processor executed itself. */
    DIRECT("direct", "executed directly"),
    /** Instructions that software interpreted. */
    INTERPRETED("interpreted", "interpreted"),
    /** Ring crossings into the monitor by a fault, an interrupt or INT. */
    TRAPS("trap", "traps"),
    /** Instructions that the monitor carried out for the guest after a trap or call. */
    EMULATED("emulated", "emulated after a trap"),
    /** Exits from non-root mode. */
    EXITS("exit", "VM exits"),
    /** Requests of a guest that knows of its monitor. */
    HYPERCALLS("hypercall", "hypercalls"),
    /** Interrupts and exceptions that the monitor handed to the guest. */
    INJECTED("injected", "injected"),
    /** Calls of translated code for what can't be translated. */
    CALLOUTS("callout", "callouts"),
    /** Blocks of guest code that were translated. */
    BLOCKS("block", "blocks translated"),
    /** Guest instructions in them. */
    TRANSLATED("translated", "instructions translated"),
    /** Jumps between blocks that now go directly. */
    CHAINED("chained", "jumps chained"),
    /** Pages put into the shadow tables. */
    SHADOW_FILLS("fill", "shadow fills"),
    /** Times that all translations of linear addresses were dropped. */
    TLB_FLUSHES("flush", "TLB flushes"),
    /** Memory references of page walks in software or by nested tables. */
    WALK_REFERENCES("walk", "walk references"),
    /** Port or register accesses carried out by a device model. */
    DEVICE("device", "device accesses");

    private final String word;
    private final String title;

    Counter(String word, String title) {
        this.word = word;
        this.title = title;
    }

    /** One of them, as its price is called. */
    public String word() {
        return word;
    }

    /** As it is told. */
    public String title() {
        return title;
    }
}
