package org.ringlab.netfilter.iptables;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.ringlab.netfilter.rules.ConnectionState;
import org.ringlab.netfilter.rules.Match;
import org.ringlab.netfilter.rules.StateMatch;

/** {@code -m state} (extensions/libxt_conntrack.c, {@code state_ct23_parse}). */
final class StateExtension implements Extension<Match> {
    private StateMatch match = new StateMatch(Set.of(), false);

    @Override
    public String name() {
        return "state";
    }

    @Override
    public List<ExtensionOption> options() {
        return List.of(ExtensionOption.of("state").required());
    }

    @Override
    public void option(String option, String argument, boolean inverted, Words words) throws IptablesError {
        Set<ConnectionState> states = EnumSet.noneOf(ConnectionState.class);
        for (String rest : Numbers.rests(argument)) {
            ConnectionState state = named(Numbers.firstOf(rest));
            if (rest.isEmpty()) {
                throw IptablesError.parameter(
                        "\"--state\" requires a list of states with no spaces, e.g. ESTABLISHED,RELATED");
            }
            if (state == null) {
                throw IptablesError.parameter("Bad state \"" + rest + "\"");
            }
            states.add(state);
        }
        match = new StateMatch(states, inverted);
    }

    /** The state typed as {@code word}, any abbreviation of its name in any case; null for none. */
    static @org.jspecify.annotations.Nullable ConnectionState named(String word) {
        for (ConnectionState state : ConnectionState.values()) {
            if (!word.isEmpty() && state.name().regionMatches(true, 0, word, 0, word.length())) {
                return state;
            }
        }
        return null;
    }

    @Override
    public Match finish() {
        return match;
    }
}
