package org.ringlab.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;
import org.ringlab.netfilter.rules.Hook;
import org.ringlab.proof.Proof.Mismatch;
import org.ringlab.proof.meaning.View;

/** What is proven, what disproves it, and what mends it. */
class ProverTest {
    private static final View.AtChain FORWARD = new View.AtChain("gw", Hook.FORWARD);
    private static final List<String> WHITE_LIST = List.of(
            "iptables -A FORWARD -m state --state ESTABLISHED -j ACCEPT",
            "iptables -A FORWARD -p tcp --dport 80 -m state --state NEW -j ACCEPT",
            "iptables -A FORWARD -j REJECT");

    private static Explained same(List<String> mine, List<String> reference) {
        LabSpec lab = PathMeaningTest.lab(mine);
        return Explained.same(
                () -> Lab.boot(lab), Lab.boot(PathMeaningTest.lab(reference)), FORWARD, true, Groundwork.NONE);
    }

    private static Goal goal(Goal.Kind kind, String matches) {
        return Goal.parse(kind, matches, Hook.FORWARD).goal().orElseThrow();
    }

    private static Explained goals(List<String> mine, View view, Goal... goals) {
        LabSpec lab = PathMeaningTest.lab(mine);
        return Explained.goals(() -> Lab.boot(lab), view, List.of(goals), true, Groundwork.NONE);
    }

    @Test
    void orderThatDoesNotMatterIsTheSame() {
        List<String> otherOrder = List.of(WHITE_LIST.get(1), WHITE_LIST.get(0), WHITE_LIST.get(2));
        assertTrue(same(otherOrder, WHITE_LIST).proof().holds());
    }

    @Test
    void userChainsAndMultiportMeanWhatTheySay() {
        List<String> one = List.of(
                "iptables -N web",
                "iptables -A FORWARD -p tcp -j web",
                "iptables -P FORWARD DROP",
                "iptables -A web -p tcp --dport 443 -j ACCEPT",
                "iptables -A web -p tcp --dport 80 -j ACCEPT");
        List<String> other = List.of(
                "iptables -A FORWARD -p tcp -m multiport --dports 80,443 -j ACCEPT", "iptables -A FORWARD -j DROP");
        assertTrue(same(one, other).proof().holds());
    }

    /** A mistake, how it shows, the packet that shows it, and the commands that mend it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1,0,2 without state | LOOSER   | NEW 192.168.66.132.40000 > 172.18.133.212.22: TCP SYN in by eth0
            without answers     | STRICTER | ESTABLISHED 192.168.66.132.80 > 172.18.133.212.40000: TCP SYN,ACK in by eth0
            reject first        | STRICTER | NEW 192.168.66.132.40000 > 172.18.133.212.80: TCP SYN in by eth0
            drop at the end     | OTHERWISE | NEW 192.168.66.132.40000 > 172.18.133.212.22: TCP SYN in by eth0
            """)
    void differencesShowAsOnePacket(String mistake, Mismatch mismatch, String witness) {
        List<String> mine = new ArrayList<>(WHITE_LIST);
        switch (mistake) {
            case "without answers" -> mine.remove(0);
            case "reject first" -> mine.add(0, mine.remove(2));
            case "drop at the end" -> mine.set(2, "iptables -A FORWARD -j DROP");
            default -> mine.set(1, "iptables -A FORWARD -p tcp -m state --state NEW -j ACCEPT");
        }
        Explained explained = same(mine, WHITE_LIST);
        Proof.Fails fails = assertInstanceOf(Proof.Fails.class, explained.proof());
        assertEquals(mismatch, fails.mismatch());
        assertEquals(witness, fails.witness().toString());
        assertTrue(explained.confirmed(), "the simulator says so, too");
        assertEquals(1, explained.repair().size(), explained.repair().toString());
        List<String> mended = new ArrayList<>(mine);
        explained.repair().forEach(edit -> mended.addAll(edit.commands()));
        assertTrue(same(mended, WHITE_LIST).proof().holds(), explained.repair().toString());
    }

    @Test
    void twoMistakesTakeTwoEdits() {
        List<String> mine =
                List.of(WHITE_LIST.get(1), "iptables -A FORWARD -p udp -j ACCEPT", "iptables -A FORWARD -j REJECT");
        List<Edit> repair = same(mine, WHITE_LIST).repair();
        assertEquals(2, repair.size(), repair.toString());
    }

    @Test
    void whatThreeEditsWouldMendIsNotFound() {
        assertEquals(
                List.of(),
                same(List.of("iptables -A FORWARD -p udp -j ACCEPT"), WHITE_LIST)
                        .repair());
    }

    @Test
    void goalsAreReadFromTopToBottom() {
        assertTrue(goals(
                        WHITE_LIST,
                        FORWARD,
                        goal(Goal.Kind.ACCEPT, "-p tcp --dport 80 -m state --state NEW"),
                        goal(Goal.Kind.ANY, "-m state ! --state NEW"),
                        goal(Goal.Kind.REJECT, ""))
                .proof()
                .holds());
        Proof.Fails fails = assertInstanceOf(
                Proof.Fails.class,
                goals(
                                WHITE_LIST,
                                FORWARD,
                                goal(Goal.Kind.ACCEPT, "-p tcp -m multiport --dports 80,443 -m state --state NEW"))
                        .proof());
        assertEquals(Mismatch.NOT_ACCEPTED, fails.mismatch());
        assertEquals(
                "NEW 192.168.66.132.40000 > 172.18.133.212.443: TCP SYN in by eth0",
                fails.witness().toString());
    }

    @Test
    void aGoalThatNoPacketFitsIsSaidToBeOne() {
        assertInstanceOf(
                Proof.NoPacket.class,
                goals(WHITE_LIST, FORWARD, goal(Goal.Kind.ACCEPT, "-i eth7")).proof());
    }

    @Test
    void goalsKnowStatesThatTheHostDoesNotTrack() {
        List<String> stateless = List.of("iptables -A FORWARD -p tcp --dport 3306 -j DROP");
        Proof.Fails fails = assertInstanceOf(
                Proof.Fails.class,
                goals(stateless, FORWARD, goal(Goal.Kind.REJECT, "-p tcp -m state --state NEW"))
                        .proof());
        assertEquals(
                "NEW 192.168.66.132.40000 > 172.18.133.212.80: TCP SYN in by eth0",
                fails.witness().toString());
    }

    @Test
    void nobodyAnswersWhatNobodyCouldAsk() {
        assertTrue(goals(WHITE_LIST, FORWARD, goal(Goal.Kind.REJECT, "-p udp -s 172.18.133.212"))
                .proof()
                .holds());
    }

    @Test
    void wholeWaysAreProvenWithTheirAnswers() {
        Goal web = goal(Goal.Kind.ACCEPT, "-p tcp -d 172.18.133.212 --dport 80");
        View there = new View.Path("client", "server", true);
        assertTrue(goals(WHITE_LIST, there, web).proof().holds());
        List<String> noAnswers = WHITE_LIST.subList(1, 3);
        Explained explained = goals(noAnswers, there, web);
        assertInstanceOf(Proof.Fails.class, explained.proof());
        assertTrue(explained.confirmed());
        assertTrue(goals(noAnswers, new View.Path("client", "server", false), web)
                .proof()
                .holds());
    }

    @Test
    void waysGoThroughTranslations() {
        List<String> published = List.of(
                "iptables -t nat -A PREROUTING -d 172.18.133.210 -p tcp --dport 8080 -j DNAT --to-destination 192.168.66.132:80",
                "iptables -A FORWARD -m state --state ESTABLISHED -j ACCEPT",
                "iptables -A FORWARD -d 192.168.66.132 -p tcp --dport 80 -j ACCEPT",
                "iptables -P FORWARD DROP");
        View in = new View.Path("server", "client", true);
        assertTrue(goals(
                        published,
                        in,
                        goal(Goal.Kind.ACCEPT, "-d 172.18.133.210 -p tcp --dport 8080"),
                        goal(Goal.Kind.ACCEPT, "-d 192.168.66.132 -p tcp --dport 80"),
                        goal(Goal.Kind.REJECT, ""))
                .proof()
                .holds());
    }

    @Test
    void conditionsThatNoPacketDecidesAreTakenBothWays() {
        List<String> limited = List.of(
                "iptables -A FORWARD -p icmp -m limit --limit 1/s -j ACCEPT", "iptables -A FORWARD -p icmp -j DROP");
        Proof.Fails fails = assertInstanceOf(
                Proof.Fails.class,
                goals(limited, FORWARD, goal(Goal.Kind.ACCEPT, "-p icmp")).proof());
        assertEquals(List.of("-m limit --limit 1/sec: no"), fails.assumed());
        assertFalse(goals(limited, FORWARD, goal(Goal.Kind.REJECT, "-p icmp"))
                .proof()
                .holds());
        assertTrue(same(limited, limited).proof().holds());
    }

    @Test
    void wrongConditionsAreTheProgramsOwnWords() {
        assertEquals(
                "iptables v1.8.9 (legacy): unknown option \"--dport\"",
                Goal.parse(Goal.Kind.ACCEPT, "--dport 80", Hook.FORWARD).error());
    }
}
