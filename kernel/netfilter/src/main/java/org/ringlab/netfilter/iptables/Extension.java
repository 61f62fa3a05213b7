package org.ringlab.netfilter.iptables;

import java.util.List;

/** The words of one {@code -m} or {@code -j} in one command: takes its options one by one, then becomes a value. */
interface Extension<T> {
    /** As typed after {@code -m} or {@code -j}. */
    String name();

    /** The options it takes. */
    List<ExtensionOption> options();

    /**
     * One of its options was typed.
     *
     * @param option its name without dashes
     * @param argument its argument; empty for a flag
     * @param inverted {@code !} stood before it
     * @param words the command's remaining words, and its protocol
     */
    void option(String option, String argument, boolean inverted, Words words) throws IptablesError;

    /** All words were read: complains where they don't make sense, before anybody else does. */
    default void check() throws IptablesError {}

    /** All words were read. */
    T finish() throws IptablesError;

    /** Whether it counts and checks its options itself, with texts of its own. */
    default boolean checksItself() {
        return false;
    }
}
