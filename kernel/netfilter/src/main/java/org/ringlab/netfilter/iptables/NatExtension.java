package org.ringlab.netfilter.iptables;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.ringlab.netfilter.rules.NatRange;
import org.ringlab.netfilter.rules.NatTarget;
import org.ringlab.netfilter.rules.Target;

/**
 * The targets that differ in one option's name and in the flags they take: {@code -j SNAT}, {@code DNAT},
 * {@code MASQUERADE}, {@code REDIRECT} (extensions/libxt_NAT.c).
 */
final class NatExtension implements Extension<Target> {
    private final String name;
    private final ExtensionOption to;
    private final List<String> flags;
    private final Function<NatRange, Target> target;
    private final Set<String> typed = new HashSet<>();
    private NatRange range = NatRange.NONE;

    private NatExtension(String name, ExtensionOption to, List<String> flags, Function<NatRange, Target> target) {
        this.name = name;
        this.to = to;
        this.flags = flags;
        this.target = target;
    }

    static NatExtension snat() {
        return new NatExtension(
                "SNAT",
                ExtensionOption.of("to-source").plain().required(),
                List.of("random", "random-fully", "persistent"),
                NatTarget.Snat::new);
    }

    static NatExtension dnat() {
        return new NatExtension(
                "DNAT",
                ExtensionOption.of("to-destination").plain().required(),
                List.of("random", "persistent"),
                NatTarget.Dnat::new);
    }

    static NatExtension masquerade() {
        return new NatExtension(
                "MASQUERADE",
                ExtensionOption.of("to-ports").plain(),
                List.of("random", "random-fully"),
                NatTarget.Masquerade::new);
    }

    static NatExtension redirect() {
        return new NatExtension(
                "REDIRECT", ExtensionOption.of("to-ports").plain(), List.of("random"), NatTarget.Redirect::new);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<ExtensionOption> options() {
        List<ExtensionOption> options = new ArrayList<>(List.of(to));
        flags.forEach(flag -> options.add(ExtensionOption.flag(flag)));
        return options;
    }

    @Override
    public void option(String option, String argument, boolean inverted, Words words) throws IptablesError {
        switch (option) {
            case "to-source" -> range = NatWords.range(argument, words, false);
            case "to-destination" -> range = NatWords.range(argument, words, true);
            case "to-ports" -> {
                range = NatWords.ports(argument, words, false);
                if (name.equals("REDIRECT") && range.basePort() != NatRange.NO_BASE) {
                    throw IptablesError.parameter("Shifted portmap ranges not supported with this kernel");
                }
            }
            default -> typed.add(option);
        }
    }

    @Override
    public Target finish() {
        return target.apply(new NatRange(
                range.addresses(),
                range.ports(),
                range.basePort(),
                typed.contains("random"),
                typed.contains("random-fully"),
                typed.contains("persistent")));
    }
}
