package org.ringlab.jupyter.api;

import java.util.List;

/** The notebook's lab and output, for Java cells: the variable {@code ringlab}. */
public interface Ringlab {
    /** The hosts of the lab, in the order of its file; none where no lab is booted. */
    List<String> hosts();

    /**
     * Runs commands on a host, as a {@code %%host} cell does.
     *
     * @throws IllegalArgumentException where there is no lab or no such host
     */
    CommandOutput run(String host, String script);

    /**
     * A machine of one's own: memory, page tables, a TLB; nothing is mapped yet.
     *
     * @param mode {@code 32}, {@code pae}, {@code 4level} or {@code 5level}; further options of {@code memory new} may follow
     * @throws IllegalArgumentException where there is no such machine
     */
    MemoryMachine machine(String mode);

    /**
     * A replacement policy over pages, drawn reference by reference.
     *
     * @param policy FIFO, LRU, CLOCK, OPT, …
     * @throws IllegalArgumentException where there is no such policy, or frames are not 1 to 4096
     */
    Html replace(String policy, int frames, long... pages);

    /**
     * Programs that share a processor by time and a memory by space, drawn on one time line.
     *
     * @param words those of {@code memory schedule}: {@code "rr 3 12/6 12/6 --frames 16"}; programs without {@code /PAGES} touch
     *     no memory, and are listed only
     * @throws IllegalArgumentException where they mean nothing
     */
    Html schedule(String words);

    /**
     * How many references miss under a policy of one's own.
     *
     * @throws IllegalStateException where it names a frame that isn't there, and at which reference
     */
    int misses(Policy policy, int frames, long... pages);

    /**
     * Runs a guest.
     *
     * @param source assembly, or the name of a guest that comes along: {@code hello}, {@code loop}, {@code popf}, …
     * @param method {@code emulate}, {@code trap}, {@code bt}, {@code pv}, {@code vmx} or {@code svm}
     * @throws IllegalArgumentException where the source doesn't assemble, with line and column, or there is no such method
     */
    GuestRun guest(String source, String method);

    /**
     * Any words of the command {@code vm}, drawn where they can be: {@code "compare hello"}.
     *
     * @throws IllegalArgumentException where the words mean nothing
     */
    Html vm(String words);

    /** Lines over the same x values; {@code values} has a row for each name. */
    Plot plot(String title, String xName, String yName, List<String> names, double[] x, double[][] values);

    /** Shows a value below the cell. */
    void display(Object value);

    /** Empties the cell's output. */
    void clearOutput();
}
