package org.ringlab.host.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.netfilter.stack.Routing;

/** The names of routing tables: {@code local}, {@code main}, {@code default}, and those of {@code rt_tables}. */
final class RouteTables {
    private static final String FILE = "/etc/iproute2/rt_tables";

    private RouteTables() {}

    private static Map<Integer, String> names(Session session) {
        Map<Integer, String> names = new LinkedHashMap<>();
        names.put(Routing.LOCAL, "local");
        names.put(Routing.MAIN, "main");
        names.put(Routing.DEFAULT, "default");
        try {
            for (String line : Texts.lines(session.files().read(FILE))) {
                String[] words = line.replaceFirst("#.*", "").strip().split("\\s+");
                if (words.length == 2) {
                    Texts.number(words[0]).ifPresent(n -> names.putIfAbsent(n, words[1]));
                }
            }
        } catch (FileException e) {
            // Without the file there are the three names only.
            return names;
        }
        return names;
    }

    /** The number of a table; empty where the word is neither a number nor a name. */
    static Optional<Integer> number(Session session, String word) {
        return Texts.number(word)
                .filter(n -> n >= 0)
                .or(() -> names(session).entrySet().stream()
                        .filter(e -> e.getValue().equals(word))
                        .map(Map.Entry::getKey)
                        .findFirst());
    }

    /** The name of a table, or its number. */
    static String name(Session session, int number) {
        return names(session).getOrDefault(number, String.valueOf(number));
    }
}
