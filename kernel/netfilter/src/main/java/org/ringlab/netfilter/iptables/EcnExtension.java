package org.ringlab.netfilter.iptables;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.ringlab.netfilter.rules.EcnMatch;
import org.ringlab.netfilter.rules.Match;

/** {@code -m ecn} (extensions/libxt_ecn.c). */
final class EcnExtension implements Extension<Match> {
    private OptionalInt ect = OptionalInt.empty();
    private boolean ectInverted;
    private Optional<Boolean> echo = Optional.empty();
    private Optional<Boolean> reduced = Optional.empty();

    @Override
    public String name() {
        return "ecn";
    }

    @Override
    public List<ExtensionOption> options() {
        return List.of(
                ExtensionOption.question("ecn-tcp-cwr"),
                ExtensionOption.question("ecn-tcp-ece"),
                ExtensionOption.of("ecn-ip-ect"));
    }

    @Override
    public void option(String option, String argument, boolean inverted, Words words) throws IptablesError {
        switch (option) {
            case "ecn-tcp-cwr" -> reduced = Optional.of(!inverted);
            case "ecn-tcp-ece" -> echo = Optional.of(!inverted);
            default -> {
                ect = OptionalInt.of(Numbers.bounded(name(), option, argument, 0, 3));
                ectInverted = inverted;
            }
        }
    }

    @Override
    public void check() throws IptablesError {
        if (ect.isEmpty() && echo.isEmpty() && reduced.isEmpty()) {
            throw IptablesError.parameter("ECN match: some option required");
        }
    }

    @Override
    public Match finish() {
        return new EcnMatch(ect, ectInverted, echo, reduced);
    }
}
