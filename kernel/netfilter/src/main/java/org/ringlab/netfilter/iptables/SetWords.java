package org.ringlab.netfilter.iptables;

import java.util.ArrayList;
import java.util.List;

/** The two arguments of options that name a set. */
final class SetWords {
    private static final int LONGEST_NAME = 31;
    private static final int MOST_FLAGS = 6;

    private SetWords() {}

    /** Which ends of a packet {@code src,dst} means: true for the source. */
    static List<Boolean> sources(String option, String set, Words words) throws IptablesError {
        String flags = words.second("--" + option + " requires two args.");
        if (set.length() > LONGEST_NAME) {
            throw IptablesError.parameter("setname `" + set + "' too long, max " + LONGEST_NAME + " characters.");
        }
        words.needsSet(set);
        List<Boolean> sources = new ArrayList<>();
        for (String flag : flags.split(",")) {
            if (!flag.startsWith("src") && !flag.startsWith("dst")) {
                throw IptablesError.parameter("You must spefify (the comma separated list of) 'src' or 'dst'.");
            }
            sources.add(flag.startsWith("src"));
        }
        if (sources.size() > MOST_FLAGS) {
            throw IptablesError.parameter("Can't be more src/dst options than 6.");
        }
        return sources;
    }
}
