package org.ringlab.netfilter.iptables;

import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/** What the readers of a command's options share: its words, the options met so far, and a {@code !} just read. */
final class TypedOptions {
    private final GetOpt words;
    private final Set<Character> letters = new HashSet<>();
    private boolean inverted;

    TypedOptions(GetOpt words) {
        this.words = words;
    }

    /** The words that are left. */
    GetOpt words() {
        return words;
    }

    /** Whether {@code !} stands before the present option. */
    boolean inverted() {
        return inverted;
    }

    /** A {@code !} was read. */
    void invert() throws IptablesError {
        if (inverted) {
            throw IptablesError.parameter("multiple consecutive ! not allowed");
        }
        inverted = true;
    }

    /** The present option is done with. */
    void settle() {
        inverted = false;
    }

    /** Whether an option was typed. */
    boolean has(char letter) {
        return letters.contains(letter);
    }

    /** Notes an option that can be typed but once. */
    void once(char letter, boolean invertible) throws IptablesError {
        if (!letters.add(letter)) {
            throw IptablesError.parameter("multiple -" + letter + " flags not allowed");
        }
        if (inverted && !invertible) {
            throw IptablesError.parameter("cannot have ! before -" + letter);
        }
    }

    /** Takes the next word, a rule's number from 1. */
    int ruleNumber() throws IptablesError {
        String word = words.take();
        OptionalLong number = Numbers.parse(word, Integer.MAX_VALUE);
        if (number.isEmpty() || number.getAsLong() == 0) {
            throw IptablesError.parameter("Invalid rule number `" + word + "'");
        }
        return (int) number.getAsLong();
    }

    /** Complains where no word is left to take. */
    void needsWord(String complaint) throws IptablesError {
        if (!words.hasArgument()) {
            throw IptablesError.parameter(complaint);
        }
    }
}
