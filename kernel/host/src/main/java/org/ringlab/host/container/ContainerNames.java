package org.ringlab.host.container;

import java.util.List;
import java.util.function.Predicate;

/** Names of containers that nobody named: an adjective and a scientist. */
final class ContainerNames {
    private static final List<String> LEFT = List.of(
            "admiring",
            "brave",
            "clever",
            "dreamy",
            "eager",
            "focused",
            "gallant",
            "happy",
            "jolly",
            "kind",
            "loving",
            "modest",
            "nifty",
            "optimistic",
            "quirky",
            "relaxed",
            "serene",
            "tender",
            "upbeat",
            "vibrant",
            "wizardly",
            "zealous");
    private static final List<String> RIGHT = List.of(
            "archimedes",
            "babbage",
            "curie",
            "darwin",
            "einstein",
            "fermat",
            "galileo",
            "hopper",
            "johnson",
            "kepler",
            "lovelace",
            "mendel",
            "newton",
            "pascal",
            "ritchie",
            "shannon",
            "thompson",
            "turing",
            "wozniak",
            "yalow");

    private ContainerNames() {}

    /** The first one, of a host's from a number on, that nobody has. */
    static String free(String host, int from, Predicate<String> isFree) {
        for (int i = from; ; i++) {
            String digest = Digest.hex("name " + host + " " + i);
            String name = LEFT.get(Integer.parseInt(digest.substring(0, 4), 16) % LEFT.size()) + "_"
                    + RIGHT.get(Integer.parseInt(digest.substring(4, 8), 16) % RIGHT.size());
            if (isFree.test(name)) {
                return name;
            }
        }
    }
}
