package org.ringlab.netfilter.rules;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * {@code -m devgroup}: the groups of interfaces. Every interface of a lab is in group 0.
 *
 * @param source {@code --src-group}: of the interface the packet came in by
 * @param destination {@code --dst-group}: of the interface it leaves by
 */
public record GroupMatch(Optional<Group> source, Optional<Group> destination) implements Match {
    /** The name of group 0. */
    public static final String EVERYBODY = "default";

    /**
     * A group.
     *
     * @param number unsigned 32 bits
     * @param mask which bits count
     * @param inverted {@code !}
     */
    public record Group(int number, int mask, boolean inverted) {
        private boolean isEverybodys() {
            return (number == 0) != inverted;
        }

        private String text(String option, boolean numeric) {
            String value = number == 0 && mask == -1 && !numeric ? EVERYBODY : MarkMatch.value(number, mask);
            return " " + Texts.not(inverted) + option + " " + value;
        }
    }

    @Override
    public boolean matches(PacketContext packet) {
        return source.map(Group::isEverybodys).orElse(true)
                && destination.map(Group::isEverybodys).orElse(true);
    }

    @Override
    public boolean accepted(int ruleProtocol, Set<Hook> hooks) {
        return (source.isEmpty()
                        || EnumSet.of(Hook.PREROUTING, Hook.INPUT, Hook.FORWARD).containsAll(hooks))
                && (destination.isEmpty()
                        || EnumSet.of(Hook.FORWARD, Hook.OUTPUT, Hook.POSTROUTING)
                                .containsAll(hooks));
    }

    private String groups(String dashes, boolean numeric) {
        return source.map(g -> g.text(dashes + "src-group", numeric)).orElse("")
                + destination.map(g -> g.text(dashes + "dst-group", numeric)).orElse("");
    }

    @Override
    public String text() {
        return "-m devgroup" + groups("--", false);
    }

    @Override
    public String listing(boolean numeric) {
        return groups("", numeric).strip();
    }
}
