package org.ringlab.jupyter.api;

/**
 * A bare machine: its highest page table lies at 0x1000, further ones are made as pages are mapped.
 *
 * <p>Accesses go through the TLB, walks don't. Addresses that are no such thing throw {@code IllegalArgumentException} with
 * the allowed range.
 */
public interface MemoryMachine {
    /** Maps a page of 4 KiB; {@code rights} are letters of {@code rwxug} (g is global), {@code u} lets ring 3 in. */
    void map(long linear, long physical, String rights);

    /** Writes an entry of a table, 4 or 8 bytes as the mode has it; the TLB doesn't notice. */
    void poke(long physical, long entry);

    /** Reads an entry of a table. */
    long peek(long physical);

    /** A load in ring 3: the physical address, or -1 for a page fault. */
    long read(long linear);

    /** A store in ring 3: the physical address, or -1 for a page fault. */
    long write(long linear);

    /** Why {@code read} would end as it does: the walk, drawn and in words. */
    Html explain(long linear);

    /** The same for {@code read}, {@code write} or {@code fetch} in a ring. */
    Html explain(long linear, String access, int ring);

    /** The walk of {@code read} to go through reference by reference, back and forth. */
    Html step(long linear);

    /** Takes an address out of the TLB. */
    void invlpg(long linear);

    /** What the TLB holds. */
    Html tlb();

    /** The share of accesses since the machine was made that the TLB answered, 0 to 1. */
    double hitRate();

    /** Any other words of the command {@code memory}; what it prints. */
    String run(String command);
}
