package org.ringlab.netfilter.iptables;

import java.util.List;
import java.util.Optional;
import org.ringlab.netfilter.rules.GroupMatch;
import org.ringlab.netfilter.rules.Match;

/** {@code -m devgroup} (extensions/libxt_devgroup.c); only group 0 has a name. */
final class GroupExtension implements Extension<Match> {
    private Optional<GroupMatch.Group> source = Optional.empty();
    private Optional<GroupMatch.Group> destination = Optional.empty();

    @Override
    public String name() {
        return "devgroup";
    }

    @Override
    public List<ExtensionOption> options() {
        return List.of(ExtensionOption.of("src-group"), ExtensionOption.of("dst-group"));
    }

    @Override
    public void option(String option, String argument, boolean inverted, Words words) throws IptablesError {
        int[] numbers = Numbers.named(name(), option, argument, GroupMatch.EVERYBODY);
        Optional<GroupMatch.Group> group = Optional.of(new GroupMatch.Group(numbers[0], numbers[1], inverted));
        if (option.equals("src-group")) {
            source = group;
        } else {
            destination = group;
        }
    }

    @Override
    public void check() throws IptablesError {
        if (source.isEmpty() && destination.isEmpty()) {
            throw IptablesError.parameter("devgroup match: You must specify either '--src-group' or '--dst-group'");
        }
    }

    @Override
    public Match finish() {
        return new GroupMatch(source, destination);
    }
}
