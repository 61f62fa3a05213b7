package org.ringlab.netfilter.rules;

/** Is told, in order, what a traversal does; the engine turns it into events. What nobody listens to is lost. */
public interface RuleListener {
    /**
     * Whether it hears of every rule, or of those that match alone: then rules that can't match need not be compared.
     */
    default boolean hearsFailures() {
        return true;
    }

    /**
     * A rule was compared.
     *
     * @param table its table
     * @param chain its chain
     * @param number its place in the chain, from 1
     * @param rule the rule
     * @param failed the text of the first match that said no ({@code -p tcp}, {@code --dport 80}); empty where all
     *     matched
     */
    default void compared(TableName table, String chain, int number, Rule rule, String failed) {}

    /** A built-in chain came to its end, or a RETURN in it, and its policy decided. */
    default void policy(TableName table, String chain, Verdict policy) {}

    /** A rule changed the packet, or what is known of it. */
    default void changed(PacketChange change) {}

    /** A LOG rule wrote a line to the kernel log, given as in the outcome of a lab: without MAC, IP id and window. */
    default void logged(String line) {}

    /** Hears nothing. */
    RuleListener SILENT = new RuleListener() {
        @Override
        public boolean hearsFailures() {
            return false;
        }
    };
}
