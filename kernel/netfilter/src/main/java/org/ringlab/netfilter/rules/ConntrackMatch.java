package org.ringlab.netfilter.rules;

import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code -m conntrack}.
 *
 * @param tests its options, all of which must pass, in the order they are printed
 */
public record ConntrackMatch(List<ConntrackTest> tests) implements Match {
    /** Keeps its own copy. */
    public ConntrackMatch {
        tests = List.copyOf(tests);
    }

    @Override
    public boolean matches(PacketContext packet) {
        for (ConntrackTest test : tests) {
            if (!test.matches(packet)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean needsConntrack() {
        return true;
    }

    @Override
    public String text() {
        return "-m conntrack "
                + tests.stream()
                        .map(t -> Texts.not(t.inverted()) + "--" + t.option() + " " + t.argument())
                        .collect(Collectors.joining(" "));
    }

    @Override
    public String listing(boolean numeric) {
        return tests.stream()
                .map(t -> Texts.not(t.inverted()) + t.option() + " " + t.argument())
                .collect(Collectors.joining(" "));
    }
}
