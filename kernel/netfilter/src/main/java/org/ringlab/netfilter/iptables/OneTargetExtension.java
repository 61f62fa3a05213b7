package org.ringlab.netfilter.iptables;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.rules.Target;

/** A target whose every option says all there is to say. */
abstract class OneTargetExtension implements Extension<Target> {
    private final String name;
    private final String missing;
    private final List<ExtensionOption> options;
    private @Nullable Target target;

    /** An extension with several options, and the complaint where none is typed. */
    OneTargetExtension(String name, String missing, List<ExtensionOption> options) {
        this.name = name;
        this.missing = missing;
        this.options = options;
    }

    /** The target an option stands for. */
    abstract Target read(String option, String argument) throws IptablesError;

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
        target = read(option, argument);
    }

    @Override
    public Target finish() throws IptablesError {
        if (target == null) {
            throw IptablesError.parameter(missing);
        }
        return target;
    }
}
