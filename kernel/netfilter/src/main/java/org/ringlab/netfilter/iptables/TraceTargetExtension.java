package org.ringlab.netfilter.iptables;

import java.util.List;
import org.ringlab.netfilter.rules.Target;
import org.ringlab.netfilter.rules.TraceTarget;

/** {@code -j TRACE} (extensions/libxt_TRACE.c), which has no options. */
final class TraceTargetExtension implements Extension<Target> {
    @Override
    public String name() {
        return "TRACE";
    }

    @Override
    public List<ExtensionOption> options() {
        return List.of();
    }

    @Override
    public void option(String option, String argument, boolean inverted, Words words) {}

    @Override
    public Target finish() {
        return new TraceTarget();
    }
}
