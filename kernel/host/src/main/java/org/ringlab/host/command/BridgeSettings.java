package org.ringlab.host.command;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ringlab.common.SimClock;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.event.PacketEvent.PortState;
import org.ringlab.netfilter.stack.Bridge;
import org.ringlab.netfilter.stack.BridgePort;
import org.ringlab.netfilter.stack.SpanningTree;

/** What {@code ip link … type bridge} may set, and of ports {@code type bridge_slave} and {@code bridge link set}. */
final class BridgeSettings {
    /** The options that are taken, each with a value; times in hundredths of a second. */
    private static final Set<String> OF_BRIDGES =
            Set.of("forward_delay", "hello_time", "max_age", "ageing_time", "priority", "stp_state", "mcast_snooping");

    private static final Set<String> OF_PORTS = Set.of("cost", "priority", "state");
    private static final int MISUSE = 255;

    private BridgeSettings() {}

    /**
     * Reads the words behind {@code type bridge} or {@code type bridge_slave} into {@code options}.
     *
     * @return the program's exit status; 0 where all can be read
     */
    static int read(String type, List<String> words, Map<String, String> options, Streams io) {
        for (int i = 0; i < words.size(); i++) {
            String option = words.get(i);
            if (!(type.equals("bridge") ? OF_BRIDGES : OF_PORTS).contains(option)) {
                io.err().line(type + ": unknown command \"" + option + "\"?");
                return 1;
            }
            if (i + 1 == words.size()) {
                return IpCommand.incomplete(io);
            }
            String value = words.get(++i);
            boolean wide = option.equals("priority") && Texts.number(value).orElse(0) > 0xFFFF;
            if (wide || Texts.number(value).filter(n -> n >= 0).isEmpty()) {
                io.err().line("Error: argument \"" + value + "\" is wrong: invalid " + option);
                return MISUSE;
            }
            options.put(option, value);
        }
        return 0;
    }

    /**
     * Sets what is given, in the kernel's order ({@code br_changelink}): a forward delay is taken before the tree is
     * switched on, and then brought within its limits.
     *
     * @return the error's name; empty where all went well
     */
    static String apply(Bridge bridge, Map<String, String> options) {
        SpanningTree tree = bridge.tree();
        boolean fine = (!options.containsKey("forward_delay") || tree.setForwardDelay(time(options, "forward_delay")))
                && (!options.containsKey("hello_time") || tree.setHello(time(options, "hello_time")))
                && (!options.containsKey("max_age") || tree.setMaxAge(time(options, "max_age")));
        if (!fine) {
            return "ERANGE";
        }
        if (options.containsKey("ageing_time")) {
            bridge.stations().setAgeing(time(options, "ageing_time"));
        }
        if (options.containsKey("stp_state")) {
            tree.setOn(number(options, "stp_state") != 0);
        }
        if (options.containsKey("priority")) {
            tree.setPriority(number(options, "priority"));
        }
        return "";
    }

    /**
     * Sets what is given of a port ({@code br_setport}).
     *
     * @return the error's name; empty where all went well
     */
    static String apply(BridgePort port, Map<String, String> options) {
        SpanningTree tree = port.bridge().tree();
        if (options.containsKey("cost") && !tree.setPathCost(port, number(options, "cost"))
                || options.containsKey("priority") && !tree.setPriority(port, number(options, "priority"))) {
            return "ERANGE";
        }
        if (!options.containsKey("state")) {
            return "";
        }
        int state = number(options, "state");
        return state >= PortState.values().length ? "EINVAL" : tree.force(port, PortState.values()[state]);
    }

    /** The number of a port's state that is given by name; the word itself where it is none. */
    static String stateNumber(String word) {
        return Arrays.stream(PortState.values())
                .filter(s -> s.text().equals(word))
                .findFirst()
                .map(s -> String.valueOf(s.ordinal()))
                .orElse(word);
    }

    private static long time(Map<String, String> options, String option) {
        return number(options, option) * 10L * SimClock.MILLI;
    }

    private static int number(Map<String, String> options, String option) {
        return Texts.number(options.getOrDefault(option, "0")).orElse(0);
    }
}
