package org.ringlab.netfilter.iptables;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.ringlab.netfilter.rules.Match;
import org.ringlab.netfilter.rules.OwnerMatch;
import org.ringlab.netfilter.rules.UserNames;

/** {@code -m owner} (extensions/libxt_owner.c). */
final class OwnerExtension implements Extension<Match> {
    private static final long MOST = 0xFFFF_FFFEL;

    private Optional<OwnerMatch.Exists> exists = Optional.empty();
    private Optional<OwnerMatch.Ids> user = Optional.empty();
    private Optional<OwnerMatch.Ids> group = Optional.empty();
    private boolean supplementaryGroups;

    @Override
    public String name() {
        return "owner";
    }

    @Override
    public List<ExtensionOption> options() {
        return List.of(
                ExtensionOption.of("uid-owner"),
                ExtensionOption.of("gid-owner"),
                ExtensionOption.question("socket-exists"),
                ExtensionOption.flag("suppl-groups"));
    }

    @Override
    public void option(String option, String argument, boolean inverted, Words words) throws IptablesError {
        switch (option) {
            case "uid-owner" -> user = Optional.of(ids(option, argument, inverted));
            case "gid-owner" -> group = Optional.of(ids(option, argument, inverted));
            case "socket-exists" -> exists = Optional.of(new OwnerMatch.Exists(inverted));
            default -> {
                if (group.isEmpty()) {
                    throw bad(option, "you need to use --gid-owner first");
                }
                supplementaryGroups = true;
            }
        }
    }

    private static IptablesError bad(String option, String value) {
        return IptablesError.parameter("owner: Bad value for \"--" + option + "\" option: \"" + value + "\"");
    }

    /** A name, a number or a range of numbers. */
    private static OwnerMatch.Ids ids(String option, String argument, boolean inverted) throws IptablesError {
        OptionalLong named = UserNames.number(argument);
        if (named.isPresent()) {
            return new OwnerMatch.Ids(named.getAsLong(), named.getAsLong(), inverted);
        }
        int dash = argument.indexOf('-');
        OptionalLong first = Numbers.parse(dash < 0 ? argument : argument.substring(0, dash), MOST);
        OptionalLong last = dash < 0 ? first : Numbers.parse(argument.substring(dash + 1), MOST);
        if (first.isEmpty() || last.isEmpty()) {
            throw bad(option, argument);
        }
        return new OwnerMatch.Ids(first.getAsLong(), last.getAsLong(), inverted);
    }

    @Override
    public void check() throws IptablesError {
        if (exists.isEmpty() && user.isEmpty() && group.isEmpty()) {
            throw IptablesError.parameter(
                    "owner: At least one of --uid-owner, --gid-owner or --socket-exists is required");
        }
    }

    @Override
    public Match finish() {
        return new OwnerMatch(exists, user, group, supplementaryGroups);
    }
}
