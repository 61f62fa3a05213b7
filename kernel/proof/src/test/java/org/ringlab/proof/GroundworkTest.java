package org.ringlab.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;
import org.ringlab.netfilter.rules.Hook;
import org.ringlab.proof.meaning.View;

/** A proof that begins with groundwork proves what it proves without: same words, same witness, same change that mends it. */
class GroundworkTest {
    private static final int GATEWAYS = 10;
    private static final View.AtChain VIEW = new View.AtChain("gw", Hook.FORWARD);
    private static final List<Goal> GOALS = List.of(
            goal(Goal.Kind.ACCEPT, "-s 192.168.66.0/24 -p tcp --dport 80 -m state --state NEW"),
            goal(Goal.Kind.REJECT, "-m state --state NEW"));

    private static Goal goal(Goal.Kind kind, String matches) {
        return Goal.parse(kind, matches, Hook.FORWARD).goal().orElseThrow();
    }

    @Test
    void goalsAreProvenAlike() {
        Groundwork ground = Groundwork.of(Lab.boot(PathMeaningTest.lab(List.of())), VIEW, GOALS);
        List<Explained> all = new ArrayList<>();
        for (List<String> rules : answers()) {
            LabSpec lab = PathMeaningTest.lab(rules);
            Explained with = Explained.goals(() -> Lab.boot(lab), VIEW, GOALS, true, ground);
            assertEquals(
                    text(Explained.goals(() -> Lab.boot(lab), VIEW, GOALS, true, Groundwork.NONE)),
                    text(with),
                    rules.toString());
            all.add(with);
        }
        assertTrue(all.stream().anyMatch(e -> e.proof().holds()));
        assertTrue(all.stream().anyMatch(e -> !e.repair().isEmpty()));
    }

    @Test
    void comparisonsAreProvenAlike() {
        List<String> reference = answers().getFirst();
        Groundwork ground = Groundwork.of(Lab.boot(PathMeaningTest.lab(reference)), VIEW);
        for (List<String> rules : answers()) {
            LabSpec lab = PathMeaningTest.lab(rules);
            Lab other = Lab.boot(PathMeaningTest.lab(reference));
            assertEquals(
                    text(Explained.same(() -> Lab.boot(lab), other, VIEW, true, Groundwork.NONE)),
                    text(Explained.same(() -> Lab.boot(lab), other, VIEW, true, ground)),
                    rules.toString());
        }
    }

    /** Interfaces that weren't there number the packets' ways anew. */
    @Test
    void labsWithOtherInterfacesBeginAnew() {
        Groundwork ground = Groundwork.of(Lab.boot(PathMeaningTest.lab(List.of())), VIEW, GOALS);
        LabSpec lab = PathMeaningTest.lab(List.of("ip link add br0 type bridge", "iptables -A FORWARD -i br0 -j DROP"));
        assertEquals(
                text(Explained.goals(() -> Lab.boot(lab), VIEW, GOALS, true, Groundwork.NONE)),
                text(Explained.goals(() -> Lab.boot(lab), VIEW, GOALS, true, ground)));
    }

    /** The answer that is right, ones that are nearly, and ones that are anything. */
    private static List<List<String>> answers() {
        String established = "iptables -A FORWARD -m state --state ESTABLISHED -j ACCEPT";
        String web = "iptables -A FORWARD -s 192.168.66.0/24 -p tcp --dport 80 -m state --state NEW -j ACCEPT";
        String rest = "iptables -A FORWARD -j REJECT";
        List<List<String>> answers = new ArrayList<>(List.of(
                List.of(established, web, rest),
                List.of(established, rest, web),
                List.of(established, web.replace("/24", "/16"), rest),
                List.of(web, rest),
                List.of("iptables -A FORWARD -m limit --limit 3/s -j ACCEPT", web, rest),
                List.of()));
        for (int seed = 1; seed <= GATEWAYS; seed++) {
            answers.add(new RandomRules(seed).gateway(4));
        }
        return answers;
    }

    private static String text(Explained explained) {
        return explained.proof() + "\n" + explained.repair();
    }
}
