package org.ringlab.netfilter.iptables;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.rules.ConnectionState;
import org.ringlab.netfilter.rules.ConnectionView;
import org.ringlab.netfilter.rules.ConntrackMatch;
import org.ringlab.netfilter.rules.ConntrackTest;
import org.ringlab.netfilter.rules.Match;

/** {@code -m conntrack} (extensions/libxt_conntrack.c). */
final class ConntrackExtension implements Extension<Match> {
    /** The options in the order in which they are printed. */
    private static final List<String> ORDER = List.of(
            "ctstate",
            "ctproto",
            "ctorigsrc",
            "ctorigdst",
            "ctreplsrc",
            "ctrepldst",
            "ctorigsrcport",
            "ctorigdstport",
            "ctreplsrcport",
            "ctrepldstport",
            "ctstatus",
            "ctexpire",
            "ctdir");

    private final Map<Integer, ConntrackTest> tests = new TreeMap<>();

    @Override
    public String name() {
        return "conntrack";
    }

    @Override
    public List<ExtensionOption> options() {
        return ORDER.stream()
                .map(name -> name.equals("ctdir") ? ExtensionOption.of(name).plain() : ExtensionOption.of(name))
                .toList();
    }

    @Override
    public void option(String option, String argument, boolean inverted, Words words) throws IptablesError {
        tests.put(ORDER.indexOf(option), test(option, argument, inverted));
    }

    private static ConntrackTest test(String option, String argument, boolean inverted) throws IptablesError {
        switch (option) {
            case "ctstate":
                return states(argument, inverted);
            case "ctproto":
                return new ConntrackTest.Protocol(Numbers.protocol(argument), inverted);
            case "ctstatus":
                return statuses(argument, inverted);
            case "ctexpire":
                long[] seconds = Numbers.range("conntrack", option, argument, 0xFFFF_FFFFL);
                return new ConntrackTest.Expire(seconds[0], seconds[1], inverted);
            case "ctdir":
                boolean reply = argument.equalsIgnoreCase("REPLY");
                if (!reply && !argument.equalsIgnoreCase("ORIGINAL")) {
                    throw IptablesError.parameter("conntrack: Bad value for \"--ctdir\" option: \"" + argument + "\"");
                }
                return new ConntrackTest.Direction(reply);
            default:
                return end(option, argument, inverted);
        }
    }

    private static ConntrackTest end(String option, String argument, boolean inverted) throws IptablesError {
        for (ConntrackTest.End end : ConntrackTest.End.values()) {
            if (end.option().equals(option)) {
                HostMask typed = HostMask.read("conntrack", option, argument);
                Ipv4Address mask = new Ipv4Address(Ipv4Prefix.mask(typed.length()));
                return new ConntrackTest.Address(end, typed.address(), mask, inverted);
            }
            if ((end.option() + "port").equals(option)) {
                return new ConntrackTest.Port(end, Numbers.ports("conntrack", option, argument), inverted);
            }
        }
        throw new IllegalArgumentException(option);
    }

    private static ConntrackTest states(String argument, boolean inverted) throws IptablesError {
        Set<ConnectionState> states = EnumSet.noneOf(ConnectionState.class);
        boolean snat = false;
        boolean dnat = false;
        for (String rest : Numbers.rests(argument)) {
            String word = Numbers.firstOf(rest);
            ConnectionState state = StateExtension.named(word);
            if (state != null) {
                states.add(state);
            } else if (abbreviates(word, "SNAT")) {
                snat = true;
            } else if (abbreviates(word, "DNAT")) {
                dnat = true;
            } else {
                throw IptablesError.parameter("Bad ctstate \"" + rest + "\"");
            }
        }
        return new ConntrackTest.State(states, snat, dnat, inverted);
    }

    private static ConntrackTest statuses(String argument, boolean inverted) throws IptablesError {
        Set<ConnectionView.Status> statuses = EnumSet.noneOf(ConnectionView.Status.class);
        for (String rest : Numbers.rests(argument)) {
            String word = Numbers.firstOf(rest);
            boolean known = abbreviates(word, "NONE");
            for (ConnectionView.Status status : ConnectionView.Status.values()) {
                if (!known && abbreviates(word, status.name())) {
                    statuses.add(status);
                    known = true;
                }
            }
            if (!known) {
                throw IptablesError.parameter("Bad ctstatus \"" + rest + "\"");
            }
        }
        return new ConntrackTest.Status(statuses, inverted);
    }

    private static boolean abbreviates(String word, String name) {
        return !word.isEmpty() && name.regionMatches(true, 0, word, 0, word.length());
    }

    @Override
    public Match finish() throws IptablesError {
        if (tests.isEmpty()) {
            throw IptablesError.parameter("conntrack: At least one option is required");
        }
        return new ConntrackMatch(new ArrayList<>(tests.values()));
    }
}
