package org.ringlab.grader.similarity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.ringlab.grader.similarity.JavaSimilarityTest.work;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringlab.common.SeededRandom;

class CommandSimilarityTest {
    private static final List<String> RULES = List.of(
            "iptables -A FORWARD -m state --state ESTABLISHED -j ACCEPT",
            "iptables -A FORWARD -p tcp --dport 80 -m state --state NEW -j ACCEPT",
            "iptables -A FORWARD -j REJECT");
    private static final String RIGHT = String.join("\n", RULES);

    /** A class in which everybody comes by a way of their own to the same three rules. */
    private static List<Work> others(int count) {
        List<Work> works = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String beginning = "iptables -A FORWARD -p tcp --dport " + (8000 + i) + " -j ACCEPT";
            works.add(work("s" + i, beginning, beginning + "\n" + RIGHT, RIGHT));
        }
        return works;
    }

    private static List<Evidence> compare(Work... more) {
        List<Work> works = others(8);
        works.addAll(List.of(more));
        return CommandSimilarity.compare(works, "# commands\n");
    }

    @Test
    void threeRulesThatAreRightAreNoEvidence() {
        assertEquals(List.of(), compare(work("ann", RIGHT), work("bob", RIGHT)));
    }

    /** However they are written, ordered where order doesn't matter, spaced or repeated: equal answers alone say nothing. */
    @Test
    void equalAnswersByChanceAreNoEvidence() {
        for (long seed = 1; seed <= 200; seed++) {
            SeededRandom chance = new SeededRandom(seed);
            List<Work> works = new ArrayList<>();
            for (int student = 0; student < 12; student++) {
                List<String> lines = new ArrayList<>();
                for (String rule : RULES) {
                    lines.add(
                            chance.nextInt(2) == 0
                                    ? rule
                                    : rule.replace("--state", "--ctstate").replace("-m state", "-m conntrack"));
                }
                if (chance.nextInt(3) == 0) {
                    Collections.swap(lines, 0, 1);
                }
                works.add(work("s" + student, String.join(chance.nextInt(2) == 0 ? "\n" : "\n\n", lines)));
            }
            assertEquals(List.of(), CommandSimilarity.compare(works, ""), "seed " + seed);
        }
    }

    @Test
    void theSameRareDetoursAreEvidence() {
        String lost =
                "iptables -A INPUT -p tcp --dport 8080 -j ACCEPT\niptables -P FORWARD DROP -v\nip route add 172.18.0.0/15 dev eth9\n";
        List<Evidence> found = compare(work("ann", lost, lost + RIGHT, RIGHT), work("bob", lost + "true", RIGHT));
        Evidence.SharedDetours detours = assertInstanceOf(Evidence.SharedDetours.class, found.getFirst());
        assertEquals(
                "ann bob 3",
                detours.first() + " " + detours.second() + " " + detours.lines().size());
    }

    @Test
    void theSameDetoursOfAWholeClassAreNone() {
        String lost =
                "iptables -A INPUT -p tcp --dport 8080 -j ACCEPT\niptables -P FORWARD DROP -v\nip route add 172.18.0.0/15 dev eth9\n";
        List<Work> works = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            works.add(work("s" + i, lost, RIGHT));
        }
        assertEquals(List.of(), CommandSimilarity.compare(works, ""));
    }

    @Test
    void theSameUnusualVersionsInARowAreEvidence() {
        String[] steps = {"iptables -L", "iptables -L\nifconfig eth7 up", "ifconfig eth7 up\niptables -F", RIGHT};
        Evidence steps3 = compare(work("ann", steps), work("bob", steps)).stream()
                .filter(Evidence.SharedSteps.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertEquals(3, ((Evidence.SharedSteps) steps3).versions());
    }

    @Test
    void theSameWordsInACommentAreEvidenceUnlessTheyWereGiven() {
        String comment = "# the way back has to be let through first, then the web\n";
        List<Work> works = others(8);
        works.add(work("ann", comment + RIGHT));
        works.add(work("bob", comment + RIGHT));
        Evidence found = CommandSimilarity.compare(works, "").getFirst();
        assertInstanceOf(Evidence.SharedComments.class, found);
        assertEquals(List.of(), CommandSimilarity.compare(works, comment));
    }

    @Test
    void ofAHandfulOfStudentsNothingCanBeSaid() {
        String lost = "a\nb\nc\nd\n";
        assertEquals(
                List.of(), CommandSimilarity.compare(List.of(work("ann", lost, RIGHT), work("bob", lost, RIGHT)), ""));
    }
}
