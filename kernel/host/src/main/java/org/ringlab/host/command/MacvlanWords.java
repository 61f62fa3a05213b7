package org.ringlab.host.command;

import java.util.List;
import java.util.Optional;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.stack.Macvlan;

/** What stands behind {@code type macvlan} (ip/iplink_macvlan.c). */
final class MacvlanWords {
    private MacvlanWords() {}

    /** The mode that is asked for, or {@code otherwise}; empty after a complaint, whose status is 1. */
    static Optional<Macvlan.Mode> mode(List<String> words, Macvlan.Mode otherwise, Streams io) {
        Macvlan.Mode mode = otherwise;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("flag") || word.equals("bcqueuelen") || word.equals("macaddr")) {
                io.err().line("ip: not simulated: macvlan " + word);
                return Optional.empty();
            }
            if (!word.equals("mode")) {
                io.err().line("macvlan: unknown option \"" + word + "\"?");
                usage(io);
                return Optional.empty();
            }
            if (i + 1 == words.size()) {
                IpCommand.incomplete(io);
                return Optional.empty();
            }
            String name = words.get(++i);
            Optional<Macvlan.Mode> named = Macvlan.Mode.named(name);
            if (named.isEmpty()) {
                io.err()
                        .line(
                                name.equals("source")
                                        ? "ip: not simulated: macvlan mode source"
                                        : "Error: argument of \"mode\" must be \"private\", \"vepa\", \"bridge\", \"passthru\""
                                                + " or \"source\", not \"" + name + "\"");
                return Optional.empty();
            }
            mode = named.get();
        }
        return Optional.of(mode);
    }

    private static void usage(Streams io) {
        io.err()
                .print("Usage: ... macvlan mode MODE [flag MODE_FLAG] MODE_OPTS [bcqueuelen BC_QUEUE_LEN]\n\n"
                        + "MODE: private | vepa | bridge | passthru | source\n"
                        + "MODE_FLAG: null | nopromisc | nodst\n"
                        + "MODE_OPTS: for mode \"source\":\n"
                        + "\tmacaddr { { add | del } <macaddr> | set [ <macaddr> [ <macaddr>  ... ] ] | flush }\n"
                        + "BC_QUEUE_LEN: Length of the rx queue for broadcast/multicast: [0-4294967295]\n");
    }
}
