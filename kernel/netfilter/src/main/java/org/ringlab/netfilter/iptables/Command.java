package org.ringlab.netfilter.iptables;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.rules.Match;
import org.ringlab.netfilter.rules.Target;

/**
 * A parsed command line, nothing of it checked against a rule set yet.
 *
 * @param verbs what it is to do, in the order in which it is done
 * @param table the word after {@code -t}, {@code filter} without one
 * @param chain the chain it is about; null for all
 * @param ruleNumber a rule's place in the chain, from 1; 0 where none was typed
 * @param newName the second word of {@code -E}
 * @param policy the second word of {@code -P}
 * @param rules the rules typed, one for each pair of source and destination; without their targets
 * @param jump what follows {@code -j} or {@code -g}
 * @param output how to list
 * @param counts the counters typed
 * @param answer printed instead of doing anything: {@code -V} and {@code -h}
 */
record Command(
        List<Verb> verbs,
        String table,
        @Nullable String chain,
        int ruleNumber,
        String newName,
        String policy,
        List<List<Match>> rules,
        Jump jump,
        Output output,
        Optional<Counts> counts,
        Optional<String> answer) {
    /** Keeps its own copies. */
    Command {
        verbs = List.copyOf(verbs);
        rules = rules.stream().map(List::copyOf).toList();
    }

    /**
     * Where packets go that match.
     *
     * @param word the target or chain; empty where there is none
     * @param isGoto {@code -g} was typed
     * @param target what a target module read; empty where the word is a chain, a simple word, or missing
     */
    record Jump(String word, boolean isGoto, Optional<Target> target) {}

    /**
     * How much is printed, and in which form.
     *
     * @param verbose {@code -v}
     * @param numeric {@code -n}
     * @param exact {@code -x}
     * @param lineNumbers {@code --line-numbers}
     */
    record Output(boolean verbose, boolean numeric, boolean exact, boolean lineNumbers) {}

    /** Counters, unsigned. */
    record Counts(long packets, long bytes) {}

    /** What a command is to do. */
    enum Verb {
        APPEND('A', "nx0"),
        DELETE('D', "nx0c"),
        DELETE_NUM('D', "nsdpjxio0cf"),
        CHECK('C', "nx0c"),
        INSERT('I', "nx0"),
        REPLACE('R', "nx0"),
        LIST('L', "sdpjiocf"),
        LIST_RULES('S', "nsdpjxio0cf"),
        FLUSH('F', "nsdpjxio0cf"),
        ZERO('Z', "nsdpjxio0cf"),
        ZERO_NUM('Z', "nsdpjxio0cf"),
        NEW_CHAIN('N', "nsdpjxio0cf"),
        DELETE_CHAIN('X', "nsdpjxio0cf"),
        RENAME_CHAIN('E', "nsdpjxio0cf"),
        POLICY('P', "nsdpjxio0f");

        private final char letter;
        private final String illegal;

        Verb(char letter, String illegal) {
            this.letter = letter;
            this.illegal = illegal;
        }

        /** The option that asks for it. */
        char letter() {
            return letter;
        }

        /** Whether an option can't stand beside it. */
        boolean forbids(char option) {
            return illegal.indexOf(option) >= 0;
        }

        /** Whether its words describe a rule. */
        boolean describesRule() {
            return switch (this) {
                case APPEND, DELETE, CHECK, INSERT, REPLACE -> true;
                case DELETE_NUM,
                        LIST,
                        LIST_RULES,
                        FLUSH,
                        ZERO,
                        ZERO_NUM,
                        NEW_CHAIN,
                        DELETE_CHAIN,
                        RENAME_CHAIN,
                        POLICY -> false;
            };
        }

        /** Whether it prints rules. */
        boolean lists() {
            return this == LIST || this == LIST_RULES;
        }
    }

    /** The chain's name; empty for all chains. */
    String chainName() {
        return chain == null ? "" : chain;
    }

    /** The same command, saying what it does. */
    Command verbosely() {
        Output said = new Output(true, output.numeric, output.exact, output.lineNumbers);
        return new Command(verbs, table, chain, ruleNumber, newName, policy, rules, jump, said, counts, answer);
    }
}
