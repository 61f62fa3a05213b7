package org.ringlab.grader.similarity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ringlab.grader.similarity.Evidence.ForeignParameter;
import org.ringlab.grader.similarity.ForeignParameters.Report;
import org.ringlab.grader.similarity.Work.Version;

class ForeignParametersTest {
    private static final Report ANNS =
            new Report("ann", Instant.EPOCH.plusSeconds(10), 1, "tcp from 192.168.66.87 to 172.18.133.212 port 3306");
    private static final Report BOBS =
            new Report("bob", Instant.EPOCH.plusSeconds(10), 2, "tcp from 192.168.66.41 to 172.18.133.212 port 5432");
    private static final String GIVEN = "address: 172.18.133.212/16, port 22, mtu 1500";

    private static List<ForeignParameter> find(String student, int second, String text) {
        Work work = new Work(student, List.of(new Version(Instant.EPOCH.plusSeconds(second), 7, text)));
        return ForeignParameters.find(List.of(work), List.of(ANNS, BOBS), GIVEN);
    }

    @Test
    void anotherStudentsAddressTurnsUp() {
        assertEquals(
                List.of(new ForeignParameter("bob", "ann", 7, 1, List.of("192.168.66.87", "3306"))),
                find("bob", 20, "iptables -A FORWARD -s 192.168.66.87 -p tcp --dport 3306 -j REJECT"));
    }

    @Test
    void onesOwnDoesNot() {
        assertEquals(List.of(), find("ann", 20, "iptables -A FORWARD -s 192.168.66.87 -j REJECT"));
    }

    @Test
    void whatWasWrittenBeforeItWasShownDoesNot() {
        assertEquals(List.of(), find("bob", 5, "iptables -A FORWARD -s 192.168.66.87 -j REJECT"));
    }

    @Test
    void whatTheExerciseSaysOrSeveralSawDoesNot() {
        assertEquals(List.of(), find("cem", 20, "curl 172.18.133.212; ip link set eth0 mtu 1500"));
        Report same = new Report("bob", Instant.EPOCH.plusSeconds(11), 3, "port 3306");
        Work work = new Work("cem", List.of(new Version(Instant.EPOCH.plusSeconds(20), 7, "--dport 3306")));
        assertEquals(List.of(), ForeignParameters.find(List.of(work), List.of(ANNS, same), GIVEN));
    }

    @Test
    void shortNumbersAndPartsOfWordsAreNoValues() {
        assertEquals(
                Set.of("10.0.0.1", "8080"),
                ForeignParameters.values("10.0.0.1/24 port 80 8080 eth1000 0x1000 abc123 v2.6.32"));
    }
}
