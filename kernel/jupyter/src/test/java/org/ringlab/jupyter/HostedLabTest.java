package org.ringlab.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.ringlab.jupyter.Client.Answer;
import org.ringlab.jupyter.Client.Received;
import org.ringlab.jupyter.wire.Channel;

/** A lab in the cells of a hosted notebook, from its start to the submission. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class HostedLabTest {
    private static final String LAB = """
            name: e1
            title: {zh: 两台主机, en: Two hosts}
            hosts:
              a: {interfaces: {eth0: {segment: lan, address: 10.0.0.1/24}}}
              b: {interfaces: {eth0: {segment: lan, address: 10.0.0.2/24}}}
            """;

    private static final String EXERCISE = """
            exercise: 01-test/e1
            version: 1
            title: {zh: 练习, en: Exercise}
            minutes: 5
            answers:
              - {cell: e1-a, kind: commands, host: a}
            lab:
              name: e1
              hosts:
                a: {interfaces: {eth0: {segment: lan, address: 10.0.0.1/24}}}
                b: {interfaces: {eth0: {segment: lan, address: 10.0.0.2/24}}}
            checks:
              - id: forwards
                kind: sysctl
                points: 1
                host: a
                key: net.ipv4.ip_forward
                value: "1"
                title: {zh: 甲转发, en: a forwards}
                fail: {zh: 甲还没有转发, en: a doesn't forward yet}
            """;

    private KernelUnderTest kernel;
    private Client client;

    @BeforeAll
    void start() {
        kernel = new KernelUnderTest(KernelUnderTest.Kind.FRAMES);
        client = kernel.client();
        client.send(Channel.RINGLAB, "session_start", sessionStart());
    }

    @AfterAll
    void stop() {
        kernel.close();
    }

    /** The lab was open before, and one command had been run. */
    private static JsonObject sessionStart() {
        JsonObject start = Client.json("""
                {"notebook": "01-test/lesson.en.ipynb", "language": "en", "lesson": "01-test", "lab": "labs/two.yaml",
                 "log": [{"host": "a", "script": "ip route add 10.9.0.0/16 via 10.0.0.2"}]}
                """);
        JsonObject files = new JsonObject();
        files.addProperty("labs/two.yaml", LAB);
        files.addProperty("labs/broken.yaml", "name: broken\nhosts:\n  a: {interfacs: {}}\n");
        files.addProperty("exercises/e1/exercise.yaml", EXERCISE);
        start.add("files", files);
        return start;
    }

    @Test
    @Order(1)
    void theLabReturnsToItsLastCommandAndSaysSoOnce() {
        Answer first = client.execute("%%host a\nip route");
        assertTrue(text(first, 0).contains("labs/two.yaml"), first::toString);
        assertTrue(first.stream("stdout").contains("10.9.0.0/16 via 10.0.0.2"));
        assertEquals(0, client.execute("%%host a\nip route").of("display_data").size());
    }

    @Test
    @Order(2)
    void theStateIsSavedAfterEachCellThatChangedIt() {
        JsonObject first = client.take(Channel.RINGLAB).content();
        assertEquals("labs/two.yaml", first.get("lab").getAsString());
        assertEquals(2, first.getAsJsonArray("log").size());
        client.take(Channel.RINGLAB);
        client.execute("%help");
        client.execute("%host b true");
        JsonArray log = client.take(Channel.RINGLAB).content().getAsJsonArray("log");
        assertEquals("{\"host\":\"b\",\"script\":\"true\"}", log.get(3).toString());
    }

    @Test
    @Order(3)
    void aLabIsDrawnAndDescribed() {
        Answer answer = client.execute("%lab two");
        JsonObject data = answer.of("display_data").get(0).content().getAsJsonObject("data");
        assertTrue(data.get("text/html").getAsString().contains("<svg"));
        assertTrue(data.get("text/plain").getAsString().startsWith("Two hosts\n"));
        assertEquals("labs/broken.yaml\nlabs/two.yaml\n", client.execute("%lab list").stream("stdout"));
    }

    @Test
    @Order(4)
    void aBrokenLabFileIsExplainedWithItsPlace() {
        Answer answer = client.execute("%lab broken");
        assertEquals("error", answer.reply().status());
        assertTrue(answer.traceback().contains("labs/broken.yaml:3:"), answer::traceback);
    }

    @Test
    @Order(5)
    void aFailingCommandKeepsItsOwnWordsAndTheCellIsWell() {
        Answer answer = client.execute("%%host a\nping -c 1 192.0.2.1");
        assertEquals("ok", answer.reply().status());
        assertTrue(answer.stream("stderr").contains("Network is unreachable"), answer::toString);
        assertTrue(text(answer, 0).contains("exit status"));
    }

    @Test
    @Order(6)
    void aFullWidthSignFailsAsInRealityAndIsNamedBesides() {
        Answer answer = client.execute("%%host a\nls －l");
        assertTrue(answer.stream("stderr").contains("No such file or directory"), answer::toString);
        String hint = text(answer, 0);
        assertTrue(hint.contains("1:4") && hint.contains("－"), hint);
        assertTrue(hint.contains("\n  ls －l\n     ^^"), hint);
    }

    @Test
    @Order(7)
    void theWayOfAPacketIsShown() {
        client.execute("%%host a\nping -c 1 10.0.0.2");
        assertTrue(text(client.execute("%trace"), 0).contains("ICMP echo request 10.0.0.1"));
        assertTrue(text(client.execute("%why"), 0).contains("lost none"));
        assertEquals("error", client.execute("%trace 99").reply().status());
    }

    @Test
    @Order(8)
    void changesCanBeSeenAndTakenBack() {
        client.execute("%lab two");
        client.execute("%%host a\nip route add 10.7.0.0/16 via 10.0.0.2");
        client.execute("%checkpoint one");
        client.execute("%%host b\necho 1 > /proc/sys/net/ipv4/ip_forward");
        assertEquals(
                "b: cat /proc/sys/net/ipv4/ip_forward\n  - 0\n  + 1\n", client.execute("%diff one").stream("stdout"));
        assertTrue(client.execute("%undo").stream("stdout").contains("ip_forward"));
        assertEquals("Nothing changed in the configuration.\n", client.execute("%diff one").stream("stdout"));
        assertTrue(client.execute("%diff start").stream("stdout").contains("+ 10.7.0.0/16"));
        client.execute("%reset a");
        assertFalse(client.execute("%%host a\nip route").stream("stdout").contains("10.7"));
        client.execute("%reset one");
        assertTrue(client.execute("%%host a\nip route").stream("stdout").contains("10.7"));
        client.execute("%reset lab");
        assertEquals("Nothing changed in the configuration.\n", client.execute("%diff start").stream("stdout"));
    }

    @Test
    @Order(9)
    void checksLookAtTheAnswerCellsAsTheGraderDoes() {
        Answer unanswered = client.execute("%check e1");
        assertTrue(text(unanswered, 0).contains("a doesn't forward yet"), unanswered::toString);
        String id = client.send(
                Channel.SHELL,
                "execute_request",
                Client.code("%%host a\necho 1 > /proc/sys/net/ipv4/ip_forward"),
                "{\"cellId\": \"e1-a\"}");
        client.answer(Channel.SHELL, id);
        client.execute("%reset lab");
        assertTrue(text(client.execute("%check 01-test/e1"), 0).contains("1 of 1"));
        assertEquals("error", client.execute("%check e7").reply().status());
    }

    @Test
    @Order(10)
    void aSubmissionTravelsToTheServiceAndItsReportBack() {
        String id = client.send(Channel.SHELL, "execute_request", Client.code("%submit"));
        Received request = client.take(Channel.RINGLAB);
        while (!request.type().equals("submit_request")) {
            request = client.take(Channel.RINGLAB);
        }
        assertTrue(request.content().get("exercise").isJsonNull());
        assertTrue(request.content()
                .getAsJsonObject("cells")
                .get("e1-a")
                .getAsString()
                .contains("ip_forward"));
        client.send(Channel.RINGLAB, "submit_reply", Client.json("""
                {"ok": true, "reports": [{"status": "GRADED", "exercise": "01-test/e1", "score": 1, "max": 1,
                  "title": {"zh": "练习", "en": "Exercise"}, "checks": []}]}
                """));
        Answer answer = client.answer(Channel.SHELL, id);
        assertEquals("ok", answer.reply().status());
        assertTrue(text(answer, 1).contains("1"), answer::toString);
        assertEquals(1, answer.of("update_display_data").size());
    }

    @Test
    @Order(11)
    void aRefusedSubmissionSaysWhy() {
        String id = client.send(Channel.SHELL, "execute_request", Client.code("%submit e9"));
        client.take(Channel.RINGLAB);
        client.send(Channel.RINGLAB, "submit_reply", Client.json("{\"ok\": false, \"error\": \"no such exercise\"}"));
        Answer answer = client.answer(Channel.SHELL, id);
        assertEquals("no such exercise", answer.reply().content().get("evalue").getAsString());
    }

    @Test
    @Order(12)
    void commandsAreCompletedOnTheirHost() {
        assertTrue(matches("%%host a\nrou").contains("\"route\""));
        assertTrue(matches("%%host ").contains("\"a\""));
        assertTrue(matches("%lab t").isEmpty());
        assertTrue(matches("%lab la").contains("labs/two.yaml"));
        assertTrue(matches("%che").contains("%checkpoint"));
        assertTrue(matches("%host a rou").contains("\"route\""));
    }

    @Test
    @Order(13)
    void javaCellsReachTheLab() {
        assertEquals("[a, b]", client.execute("ringlab.hosts()").result());
        assertEquals(
                "3", client.execute("ringlab.run(\"a\", \"exit 3\").status()").result());
    }

    @Test
    @Order(14)
    void mistakesInMagicsAreExplained() {
        assertTrue(client.execute("%chek e1").traceback().contains("%check"));
        assertTrue(client.execute("%%host nowhere\nls").traceback().contains("a, b"));
        assertTrue(client.execute("%%lab two\nls").traceback().contains("%lab"));
        assertEquals("error", client.execute("%%").reply().status());
        assertEquals("error", client.execute("%reset nobody").reply().status());
    }

    private String matches(String code) {
        String matches = client.request(Channel.SHELL, "complete_request", Client.code(code))
                .reply()
                .content()
                .getAsJsonArray("matches")
                .toString();
        return matches.equals("[]") ? "" : matches;
    }

    private static String text(Answer answer, int display) {
        return answer.of("display_data")
                .get(display)
                .content()
                .getAsJsonObject("data")
                .get("text/plain")
                .getAsString();
    }
}
