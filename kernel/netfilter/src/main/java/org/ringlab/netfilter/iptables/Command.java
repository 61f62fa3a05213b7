package org.ringlab.netfilter.iptables;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.rules.Match;
import org.ringlab.netfilter.rules.Target;

/** A parsed command line, nothing of it checked against a rule set yet. */
final class Command {
    /** What it is to do. */
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

        final char letter;
        /** The option letters it can't stand beside. */
        final String illegal;

        Verb(char letter, String illegal) {
            this.letter = letter;
            this.illegal = illegal;
        }
    }

    final Set<Verb> verbs = EnumSet.noneOf(Verb.class);
    String table = "filter";

    @Nullable
    String chain;

    int ruleNumber;
    String newName = "";
    String policy = "";
    int verbose;
    boolean numeric;
    boolean exact;
    boolean lineNumbers;
    long packets;
    long bytes;
    boolean countersGiven;
    /** Set by {@code -V} and {@code -h}: printed instead of doing anything. */
    @Nullable
    String answer;

    /** The rules typed, one for each pair of source and destination; without their targets. */
    List<List<Match>> rules = List.of();

    /** The word after {@code -j} or {@code -g}; empty where there is none. */
    String jumpTo = "";

    boolean isGoto;

    /** The target module's result; null where the word is a chain, a simple word, or missing. */
    @Nullable
    Target target;

    boolean has(Verb verb) {
        return verbs.contains(verb);
    }
}
