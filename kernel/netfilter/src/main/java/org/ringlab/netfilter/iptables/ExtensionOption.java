package org.ringlab.netfilter.iptables;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A long option of a match or target.
 *
 * @param name without dashes
 * @param entry what complaints call it: the first of several names of one option
 * @param argument whether a word follows
 * @param invertible whether {@code !} may stand before it
 * @param mandatory whether the extension is useless without it
 * @param excludes options that may not stand beside it
 * @param needed the option that must stand beside it; empty for none
 */
record ExtensionOption(
        String name,
        String entry,
        boolean argument,
        boolean invertible,
        boolean mandatory,
        Set<String> excludes,
        String needed) {
    /** An option with an argument and {@code !}. */
    static ExtensionOption of(String name) {
        return new ExtensionOption(name, name, true, true, false, Set.of(), "");
    }

    /** An option without an argument or {@code !}. */
    static ExtensionOption flag(String name) {
        return question(name).plain();
    }

    /** An option without an argument, with {@code !}. */
    static ExtensionOption question(String name) {
        return new ExtensionOption(name, name, false, true, false, Set.of(), "");
    }

    /** Options of which no two may stand together. */
    static List<ExtensionOption> onlyOne(ExtensionOption... options) {
        return Stream.of(options)
                .map(option -> option.without(Stream.of(options)
                        .map(ExtensionOption::entry)
                        .filter(other -> !other.equals(option.entry))
                        .distinct()
                        .toArray(String[]::new)))
                .toList();
    }

    /** Another name of the option {@code first}. */
    ExtensionOption alias(String first) {
        return new ExtensionOption(name, first, argument, invertible, mandatory, excludes, needed);
    }

    ExtensionOption required() {
        return new ExtensionOption(name, entry, argument, invertible, true, excludes, needed);
    }

    ExtensionOption plain() {
        return new ExtensionOption(name, entry, argument, false, mandatory, excludes, needed);
    }

    ExtensionOption without(String... others) {
        return new ExtensionOption(name, entry, argument, invertible, mandatory, Set.of(others), needed);
    }

    ExtensionOption needs(String other) {
        return new ExtensionOption(name, entry, argument, invertible, mandatory, excludes, other);
    }
}
