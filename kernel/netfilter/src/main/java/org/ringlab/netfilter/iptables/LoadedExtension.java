package org.ringlab.netfilter.iptables;

import java.util.LinkedHashSet;
import java.util.Set;

/** A match or target in use, with what is known of its options so far (libxtables/xtoptions.c). */
final class LoadedExtension<T> {
    private final Extension<T> extension;
    private final Set<String> used = new LinkedHashSet<>();

    LoadedExtension(Extension<T> extension) {
        this.extension = extension;
    }

    /** Its name. */
    String name() {
        return extension.name();
    }

    /** Gives it an option; whether it is one of its own. */
    boolean take(String name, String argument, boolean inverted, Words words) throws IptablesError {
        for (ExtensionOption option : extension.options()) {
            if (option.name().equals(name)) {
                if (!extension.checksItself()) {
                    check(option, inverted);
                }
                used.add(option.entry());
                extension.option(option.entry(), argument, inverted, words);
                return true;
            }
        }
        return false;
    }

    private void check(ExtensionOption option, boolean inverted) throws IptablesError {
        if (used.contains(option.entry())) {
            throw complaint(option, "can only be used once.");
        }
        if (inverted && !option.invertible()) {
            throw complaint(option, "cannot be inverted.");
        }
    }

    private IptablesError complaint(ExtensionOption option, String what) {
        return IptablesError.parameter(name() + ": option \"--" + option.entry() + "\" " + what + "\n");
    }

    /** All words were read: its value. */
    T finish() throws IptablesError {
        extension.check();
        for (ExtensionOption option : extension.options()) {
            if (option.mandatory() && !used.contains(option.entry())) {
                throw complaint(option, "must be specified");
            }
            if (used.contains(option.entry()) && !option.needed().isEmpty() && !used.contains(option.needed())) {
                throw complaint(option, "also requires \"--" + option.needed() + "\".");
            }
        }
        T value = extension.finish();
        for (ExtensionOption option : extension.options()) {
            if (!used.contains(option.entry()) || option.excludes().isEmpty()) {
                continue;
            }
            for (ExtensionOption other : extension.options()) {
                if (used.contains(other.entry()) && option.excludes().contains(other.entry())) {
                    throw complaint(option, "cannot be used together with \"--" + other.entry() + "\".");
                }
            }
        }
        return value;
    }
}
