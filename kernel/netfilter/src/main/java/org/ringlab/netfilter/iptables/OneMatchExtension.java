package org.ringlab.netfilter.iptables;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.rules.Match;

/** A match whose every option says all there is to say. */
abstract class OneMatchExtension implements Extension<Match> {
    private final String name;
    private final String missing;
    private final List<ExtensionOption> options;
    private @Nullable Match match;

    /** An extension with one mandatory option. */
    OneMatchExtension(String name, ExtensionOption option) {
        this(name, "", List.of(option.required()));
    }

    /** An extension with several options, and the complaint where none is typed. */
    OneMatchExtension(String name, String missing, List<ExtensionOption> options) {
        this.name = name;
        this.missing = missing;
        this.options = options;
    }

    /** The match an option stands for. */
    abstract Match read(String option, String argument, boolean inverted) throws IptablesError;

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<ExtensionOption> options() {
        return options;
    }

    @Override
    public void option(String option, String argument, boolean inverted, Words words) throws IptablesError {
        match = read(option, argument, inverted);
    }

    @Override
    public Match finish() throws IptablesError {
        if (match == null) {
            throw IptablesError.parameter(missing);
        }
        return match;
    }
}
