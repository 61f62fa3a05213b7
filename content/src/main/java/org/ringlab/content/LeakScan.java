package org.ringlab.content;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringlab.grader.Report;
import org.ringlab.grader.ScenarioReport;

/**
 * Looks for hidden values in what a student gets.
 *
 * <p>Values are compared as whole words. Those of one or two characters are left out: a report is full of small numbers,
 * and such a value tells nobody anything. So is markup, the coordinates of drawings: what a drawing says stands between
 * its tags.
 */
final class LeakScan {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*");
    private static final Pattern MARKUP = Pattern.compile("<[^>]*>");
    private static final int SHORTEST = 3;

    /**
     * A hidden value that is told.
     *
     * @param scenario whose
     * @param what its parameter, or its seed
     * @param word the value as it stands there
     */
    record Leak(String scenario, String what, String word) {
        /**
         * Whether it may have turned up by itself: reports are full of lengths, ports and numbers of packets, and one of them may
         * happen to be the hidden number.
         */
        boolean isNumber() {
            return word.chars().allMatch(Character::isDigit);
        }

        @Override
        public String toString() {
            return scenario + "'s " + what + " (" + word + ")";
        }
    }

    private final Set<String> open;

    /**
     * A scan.
     *
     * @param openTexts what students may know: the public part, the answers themselves
     */
    LeakScan(List<String> openTexts) {
        open = new HashSet<>();
        openTexts.forEach(text -> open.addAll(words(text)));
    }

    /** Hidden values and seeds of {@code report} that its student's view holds. */
    List<Leak> leaks(Report report, String studentJson) {
        Set<String> said = words(MARKUP.matcher(studentJson).replaceAll(" "));
        List<Leak> leaks = new ArrayList<>();
        for (ScenarioReport scenario : report.scenarios()) {
            scenario.parameters().forEach((name, value) -> {
                String word = String.valueOf(value);
                if (word.length() >= SHORTEST && !open.contains(word) && said.contains(word)) {
                    leaks.add(new Leak(scenario.id(), "<" + name + ">", word));
                }
            });
            String seed = Long.toUnsignedString(scenario.seed(), 16);
            if (said.contains(seed) || said.contains(Long.toString(scenario.seed()))) {
                leaks.add(new Leak(scenario.id(), "seed", seed));
            }
        }
        return leaks;
    }

    private static Set<String> words(String text) {
        Set<String> words = new HashSet<>();
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            words.add(word.group());
        }
        return words;
    }
}
