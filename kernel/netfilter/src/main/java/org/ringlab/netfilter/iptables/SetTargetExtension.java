package org.ringlab.netfilter.iptables;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.rules.SetTarget;
import org.ringlab.netfilter.rules.Target;

/** {@code -j SET} (extensions/libxt_SET.c): {@code --add-set} and {@code --del-set}. */
final class SetTargetExtension implements Extension<Target> {
    private @Nullable Target target;

    @Override
    public String name() {
        return "SET";
    }

    @Override
    public boolean checksItself() {
        return true;
    }

    @Override
    public List<ExtensionOption> options() {
        return List.of(
                ExtensionOption.of("add-set").plain(),
                ExtensionOption.of("del-set").plain());
    }

    @Override
    public void option(String option, String argument, boolean inverted, Words words) throws IptablesError {
        if (target != null) {
            throw IptablesError.parameter("--" + option + " can be specified only once");
        }
        target = new SetTarget(argument, option.equals("add-set"), SetWords.sources(option, argument, words));
    }

    @Override
    public Target finish() throws IptablesError {
        if (target == null) {
            throw IptablesError.parameter("You must specify either `--add-set' or `--del-set' or `--map-set'");
        }
        return target;
    }
}
