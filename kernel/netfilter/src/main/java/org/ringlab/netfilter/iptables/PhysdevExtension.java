package org.ringlab.netfilter.iptables;

import java.util.List;
import java.util.Optional;
import org.ringlab.netfilter.rules.Match;
import org.ringlab.netfilter.rules.PhysdevMatch;

/** {@code -m physdev} (extensions/libxt_physdev.c). */
final class PhysdevExtension implements Extension<Match> {
    private Optional<PhysdevMatch.Port> in = Optional.empty();
    private Optional<PhysdevMatch.Port> out = Optional.empty();
    private Optional<PhysdevMatch.Flag> isIn = Optional.empty();
    private Optional<PhysdevMatch.Flag> isOut = Optional.empty();
    private Optional<PhysdevMatch.Flag> isBridged = Optional.empty();

    @Override
    public String name() {
        return "physdev";
    }

    @Override
    public List<ExtensionOption> options() {
        return List.of(
                ExtensionOption.of("physdev-in"),
                ExtensionOption.of("physdev-out"),
                ExtensionOption.question("physdev-is-in"),
                ExtensionOption.question("physdev-is-out"),
                ExtensionOption.question("physdev-is-bridged"));
    }

    @Override
    public void option(String option, String argument, boolean inverted, Words words) throws IptablesError {
        switch (option) {
            case "physdev-in" -> in = Optional.of(port(argument, inverted, words));
            case "physdev-out" -> out = Optional.of(port(argument, inverted, words));
            case "physdev-is-in" -> isIn = Optional.of(new PhysdevMatch.Flag(inverted));
            case "physdev-is-out" -> isOut = Optional.of(new PhysdevMatch.Flag(inverted));
            default -> isBridged = Optional.of(new PhysdevMatch.Flag(inverted));
        }
    }

    private static PhysdevMatch.Port port(String name, boolean inverted, Words words) throws IptablesError {
        RuleOptions.checkInterfaceLength(name);
        words.warn(RuleOptions.weirdness(name));
        return new PhysdevMatch.Port(name, inverted);
    }

    @Override
    public void check() throws IptablesError {
        if (in.isEmpty() && out.isEmpty() && isIn.isEmpty() && isOut.isEmpty() && isBridged.isEmpty()) {
            throw IptablesError.parameter("PHYSDEV: no physdev option specified");
        }
    }

    @Override
    public Match finish() {
        return new PhysdevMatch(in, out, isIn, isOut, isBridged);
    }
}
