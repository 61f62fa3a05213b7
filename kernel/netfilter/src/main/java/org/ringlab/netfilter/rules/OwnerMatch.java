package org.ringlab.netfilter.rules;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * {@code -m owner} (net/netfilter/xt_owner.c): who sends a packet. Every process here is root's.
 *
 * @param socketExists {@code --socket-exists}
 * @param user {@code --uid-owner}
 * @param group {@code --gid-owner}
 * @param supplementaryGroups {@code --suppl-groups}: root has no further ones
 */
public record OwnerMatch(
        Optional<Exists> socketExists, Optional<Ids> user, Optional<Ids> group, boolean supplementaryGroups)
        implements Match {
    /**
     * Whether there is a socket.
     *
     * @param inverted {@code !}
     */
    public record Exists(boolean inverted) {}

    /**
     * A range of numbers of users or groups.
     *
     * @param first unsigned 32 bits
     * @param last unsigned 32 bits
     * @param inverted {@code !}
     */
    public record Ids(long first, long last, boolean inverted) {
        private static final int ROOT = 0;

        private boolean accepts() {
            return (ROOT >= first && ROOT <= last) != inverted;
        }

        private String text(String option) {
            return " " + Texts.not(inverted) + option + " " + Texts.range(first, last, "-");
        }

        private String listing(String what, boolean numeric) {
            String name = numeric || first != last ? Texts.range(first, last, "-") : UserNames.name(first);
            return " " + Texts.not(inverted) + "owner " + what + " match " + name;
        }
    }

    @Override
    public boolean matches(PacketContext packet) {
        return switch (packet.owner()) {
            case NONE ->
                socketExists.map(Exists::inverted).orElse(true)
                        && user.map(Ids::inverted).orElse(true)
                        && group.map(Ids::inverted).orElse(true);
            case KERNEL ->
                !socketExists.map(Exists::inverted).orElse(false)
                        && user.map(Ids::inverted).orElse(true)
                        && group.map(Ids::inverted).orElse(true);
            case ROOT ->
                !socketExists.map(Exists::inverted).orElse(false)
                        && user.map(Ids::accepts).orElse(true)
                        && group.map(Ids::accepts).orElse(true);
        };
    }

    @Override
    public boolean accepted(int ruleProtocol, Set<Hook> hooks) {
        boolean inOrder = user.map(ids -> ids.first <= ids.last).orElse(true)
                && group.map(ids -> ids.first <= ids.last).orElse(true);
        return inOrder && EnumSet.of(Hook.OUTPUT, Hook.POSTROUTING).containsAll(hooks);
    }

    @Override
    public String text() {
        return "-m owner"
                + socketExists
                        .map(e -> " " + Texts.not(e.inverted) + "--socket-exists")
                        .orElse("")
                + user.map(ids -> ids.text("--uid-owner")).orElse("")
                + group.map(ids -> ids.text("--gid-owner")).orElse("")
                + (supplementaryGroups ? " --suppl-groups" : "");
    }

    @Override
    public String listing(boolean numeric) {
        String all = socketExists
                        .map(e -> " " + Texts.not(e.inverted) + "owner socket exists")
                        .orElse("")
                + user.map(ids -> ids.listing("UID", numeric)).orElse("")
                + group.map(ids -> ids.listing("GID", numeric)).orElse("")
                + (supplementaryGroups ? " incl. suppl. groups" : "");
        return all.strip();
    }
}
