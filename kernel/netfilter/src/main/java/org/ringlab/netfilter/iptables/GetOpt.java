package org.ringlab.netfilter.iptables;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads words as glibc's {@code getopt_long} does: clusters, attached arguments, {@code =}, abbreviations. */
final class GetOpt {
    private static final String WITH_ARGUMENT = "ACDRIMEPpsdjiotmcgN";
    private static final String MAYBE_ARGUMENT = "LSFZXhwW";
    private static final String WITHOUT_ARGUMENT = "Vfbvnx46";

    /** A long option: the letter it stands for, or an extension's own option where {@code letter} is 0. */
    record Long(String name, char letter, int argument) {}

    private static final int NONE = 0;
    private static final int REQUIRED = 1;
    private static final int OPTIONAL = 2;

    private static final List<Long> BASE = List.of(
            new Long("append", 'A', REQUIRED),
            new Long("delete", 'D', REQUIRED),
            new Long("check", 'C', REQUIRED),
            new Long("insert", 'I', REQUIRED),
            new Long("replace", 'R', REQUIRED),
            new Long("list", 'L', OPTIONAL),
            new Long("list-rules", 'S', OPTIONAL),
            new Long("flush", 'F', OPTIONAL),
            new Long("zero", 'Z', OPTIONAL),
            new Long("new-chain", 'N', REQUIRED),
            new Long("delete-chain", 'X', OPTIONAL),
            new Long("rename-chain", 'E', REQUIRED),
            new Long("policy", 'P', REQUIRED),
            new Long("source", 's', REQUIRED),
            new Long("destination", 'd', REQUIRED),
            new Long("src", 's', REQUIRED),
            new Long("dst", 'd', REQUIRED),
            new Long("protocol", 'p', REQUIRED),
            new Long("in-interface", 'i', REQUIRED),
            new Long("jump", 'j', REQUIRED),
            new Long("table", 't', REQUIRED),
            new Long("match", 'm', REQUIRED),
            new Long("numeric", 'n', NONE),
            new Long("out-interface", 'o', REQUIRED),
            new Long("verbose", 'v', NONE),
            new Long("wait", 'w', OPTIONAL),
            new Long("wait-interval", 'W', OPTIONAL),
            new Long("exact", 'x', NONE),
            new Long("fragments", 'f', NONE),
            new Long("version", 'V', NONE),
            new Long("help", 'h', OPTIONAL),
            new Long("line-numbers", '0', NONE),
            new Long("modprobe", 'M', REQUIRED),
            new Long("set-counters", 'c', REQUIRED),
            new Long("goto", 'g', REQUIRED),
            new Long("ipv4", '4', NONE),
            new Long("ipv6", '6', NONE));

    /**
     * One thing read.
     *
     * @param kind what it is
     * @param letter a short option's letter, also where its long name was typed; 0 for an extension's option
     * @param name an extension option's name
     * @param argument the argument, the word itself where it is no option, or the option as complaints name it
     */
    record Item(
            Kind kind, char letter, String name, @Nullable String argument) {}

    /** What was read. */
    enum Kind {
        /** An option. */
        OPTION,
        /** A word that is no option. */
        WORD,
        /** An option nobody knows. */
        UNKNOWN,
        /** An option whose argument is missing. */
        MISSING_ARGUMENT
    }

    private static final String PROGRAM = "iptables";

    private final List<String> words;
    private final List<Long> all = new ArrayList<>(BASE);
    private int next;
    /** The word of short options being read, and how far; 0 between words. */
    private String cluster = "";

    private int inCluster;

    GetOpt(List<String> words) {
        this.words = words;
    }

    /** Makes the options of an extension known. */
    void learn(List<ExtensionOption> options) {
        for (ExtensionOption option : options) {
            all.add(new Long(option.name(), (char) 0, option.argument() ? REQUIRED : NONE));
        }
    }

    /** The next item; null at the end. */
    @Nullable
    Item next() {
        if (inCluster > 0) {
            return letter();
        }
        if (next >= words.size()) {
            return null;
        }
        String word = words.get(next);
        if (word.equals("--")) {
            next++;
            return null;
        }
        if (word.startsWith("--")) {
            next++;
            return longOption(word.substring(2));
        }
        if (word.startsWith("-") && word.length() > 1) {
            cluster = word;
            inCluster = 1;
            return letter();
        }
        next++;
        return new Item(Kind.WORD, (char) 0, "", word);
    }

    private Item letter() {
        String word = cluster;
        char c = word.charAt(inCluster++);
        String rest = word.substring(inCluster);
        boolean takes = WITH_ARGUMENT.indexOf(c) >= 0 || MAYBE_ARGUMENT.indexOf(c) >= 0;
        if (rest.isEmpty() || takes) {
            inCluster = 0;
            next++;
        }
        if (!takes) {
            // The complaint names the word before the next one, which in the middle of letters is not this one.
            return WITHOUT_ARGUMENT.indexOf(c) < 0
                    ? new Item(Kind.UNKNOWN, (char) 0, "", next == 0 ? PROGRAM : words.get(next - 1))
                    : new Item(Kind.OPTION, c, "", null);
        }
        if (!rest.isEmpty()) {
            return new Item(Kind.OPTION, c, "", rest);
        }
        if (MAYBE_ARGUMENT.indexOf(c) >= 0) {
            return new Item(Kind.OPTION, c, "", null);
        }
        return next < words.size()
                ? new Item(Kind.OPTION, c, "", words.get(next++))
                : new Item(Kind.MISSING_ARGUMENT, c, "", word);
    }

    private Item longOption(String typed) {
        int equals = typed.indexOf('=');
        String name = equals < 0 ? typed : typed.substring(0, equals);
        Long found = find(name);
        if (found == null || found.argument == NONE && equals >= 0) {
            return new Item(Kind.UNKNOWN, (char) 0, "", "--" + typed);
        }
        String argument = equals < 0 ? null : typed.substring(equals + 1);
        if (argument == null && found.argument == REQUIRED) {
            if (next >= words.size()) {
                return new Item(Kind.MISSING_ARGUMENT, found.letter, found.name, "--" + typed);
            }
            argument = words.get(next++);
        }
        return new Item(Kind.OPTION, found.letter, found.name, argument);
    }

    /** The option of that name, or the only one it abbreviates; null for none or several. */
    private @Nullable Long find(String name) {
        Long found = null;
        for (Long option : all) {
            if (option.name.equals(name)) {
                return option;
            }
        }
        for (Long option : all) {
            if (option.name.startsWith(name)) {
                boolean same =
                        found != null && (found.equals(option) || found.letter == option.letter && option.letter != 0);
                if (found != null && !same) {
                    return null;
                }
                found = found == null ? option : found;
            }
        }
        return found;
    }

    /** Whether the next word is one that an option with a loose argument takes. */
    boolean hasArgument() {
        return inCluster == 0
                && next < words.size()
                && !words.get(next).startsWith("-")
                && !words.get(next).startsWith("!");
    }

    /** Takes the next word. */
    String take() {
        return words.get(next++);
    }

    /** The word just before the next: what some options look at instead of their argument. */
    String previous() {
        return words.get(Math.max(0, next - 1));
    }

    /**
     * Goes back a word, to read it again with more options known. In the middle of several letters the rest of them
     * comes first, and then the whole word again: the real program does no better.
     */
    void again() {
        next--;
    }

    /** Whether words are left. */
    boolean hasMore() {
        return next < words.size();
    }
}
