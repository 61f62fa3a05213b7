package org.ringlab.netfilter.iptables;

import java.util.List;
import java.util.OptionalLong;
import org.ringlab.netfilter.rules.NflogTarget;
import org.ringlab.netfilter.rules.Target;

/** {@code -j NFLOG} (extensions/libxt_NFLOG.c). */
final class NflogTargetExtension implements Extension<Target> {
    private static final int LONGEST_PREFIX = 63;

    private String prefix = "";
    private int group;
    private OptionalLong size = OptionalLong.empty();
    private int threshold;

    @Override
    public String name() {
        return "NFLOG";
    }

    @Override
    public List<ExtensionOption> options() {
        return List.of(
                ExtensionOption.of("nflog-group").plain(),
                ExtensionOption.of("nflog-prefix").plain(),
                ExtensionOption.of("nflog-size").plain(),
                ExtensionOption.of("nflog-threshold").plain());
    }

    @Override
    public void option(String option, String argument, boolean inverted, Words words) throws IptablesError {
        switch (option) {
            case "nflog-group" -> group = Numbers.bounded(name(), option, argument, 0, 65_535);
            case "nflog-size" -> size = OptionalLong.of(Numbers.within(name(), option, argument, 0, 0xFFFF_FFFFL));
            case "nflog-threshold" -> threshold = Numbers.bounded(name(), option, argument, 0, 65_535);
            default -> {
                if (argument.isEmpty()) {
                    throw IptablesError.parameter("Argument must have a minimum length of 1 characters\n");
                }
                if (argument.indexOf('\n') >= 0) {
                    throw IptablesError.parameter("Newlines not allowed in --log-prefix");
                }
                prefix = argument.substring(0, Math.min(LONGEST_PREFIX, argument.length()));
            }
        }
    }

    @Override
    public Target finish() {
        return new NflogTarget(prefix, group, size, threshold);
    }
}
