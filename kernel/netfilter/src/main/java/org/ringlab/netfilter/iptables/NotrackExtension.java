package org.ringlab.netfilter.iptables;

import java.util.List;
import org.ringlab.netfilter.rules.Target;
import org.ringlab.netfilter.rules.TrackingTarget;

/** {@code -j NOTRACK}, the old name of {@code -j CT --notrack}. */
final class NotrackExtension implements Extension<Target> {
    @Override
    public String name() {
        return "NOTRACK";
    }

    @Override
    public List<ExtensionOption> options() {
        return List.of();
    }

    @Override
    public void option(String option, String argument, boolean inverted, Words words) {
        throw new IllegalArgumentException(option);
    }

    @Override
    public Target finish() {
        return new TrackingTarget.NoTrack();
    }
}
