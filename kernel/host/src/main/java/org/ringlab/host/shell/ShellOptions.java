package org.ringlab.host.shell;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The options of {@code set} that have an effect here. */
public final class ShellOptions {
    /** By letter. */
    public static final Map<Character, String> LETTERS = letters();

    /** Those that {@code set -o} lists, with the names of those that aren't simulated. */
    public static final List<String> NAMES =
            List.of(("allexport braceexpand emacs errexit errtrace functrace hashall histexpand history ignoreeof"
                            + " interactive-comments keyword monitor noclobber noexec noglob nolog notify nounset onecmd"
                            + " physical pipefail posix privileged verbose vi xtrace")
                    .split(" "));

    private ShellOptions() {}

    private static Map<Character, String> letters() {
        Map<Character, String> letters = new LinkedHashMap<>();
        letters.put('a', "allexport");
        letters.put('e', "errexit");
        letters.put('f', "noglob");
        letters.put('u', "nounset");
        letters.put('x', "xtrace");
        letters.put('C', "noclobber");
        letters.put('E', "errtrace");
        return Collections.unmodifiableMap(letters);
    }

    /** Whether an option works here. */
    public static boolean isSimulated(String name) {
        return name.equals("pipefail") || LETTERS.containsValue(name);
    }
}
