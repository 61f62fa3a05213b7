package org.ringlab.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.jupyter.Client.Answer;
import org.ringlab.jupyter.Client.Received;
import org.ringlab.jupyter.wire.Channel;

/** What a student meets in a hosted notebook beside the straight way: mixed output, failures, restarts, slips. */
final class StudentCellsTest {
    private static final String HOSTS = """
            hosts:
              a: {interfaces: {eth0: {segment: lan, address: 10.0.0.1/24}}}
              b: {interfaces: {eth0: {segment: lan, address: 10.0.0.2/24}}}
            services:
              - {host: b, kind: http, port: 80, body: hi}
            """;

    private static final String EXERCISE = """
            exercise: 01-test/e1
            answers:
              - {cell: e1-a, kind: commands, host: a}
              - {cell: e1-n, kind: number}
            lab:
              name: e1
              hosts:
                a: {}
            checks: []
            """;

    private final KernelUnderTest kernel = new KernelUnderTest(KernelUnderTest.Kind.FRAMES);
    private final Client client = kernel.client();

    @BeforeEach
    void nothingRestored() {
        start(false, null);
    }

    @AfterEach
    void stop() {
        kernel.close();
    }

    private void start(boolean restarted, String lab) {
        JsonObject start = Client.json("""
                {"notebook": "01-test/lesson.en.ipynb", "language": "en", "lesson": "01-test",
                 "log": [{"host": "a", "script": "ip route add 10.9.0.0/16 via 10.0.0.2"}]}
                """);
        JsonObject files = new JsonObject();
        files.addProperty("labs/two.yaml", "name: two\n" + HOSTS);
        files.addProperty("exercises/e1/exercise.yaml", EXERCISE);
        start.add("files", files);
        start.addProperty("restarted", restarted);
        if (lab != null) {
            start.addProperty("lab", lab);
        }
        client.send(Channel.RINGLAB, "session_start", start);
    }

    @Test
    void bothStreamsComeInTheOrderOfPrinting() {
        client.execute("%lab two");
        String streams = client.execute("%%host a\necho one\ncat /nope\necho two").of("stream").stream()
                .map(message -> message.content().get("name").getAsString() + ": "
                        + message.content().get("text").getAsString().strip())
                .collect(Collectors.joining("; "));
        assertEquals("stdout: one; stderr: cat: /nope: No such file or directory; stdout: two", streams);
    }

    @Test
    void theLabGoesOutAsAScriptAndItsPacketsAsACapture() {
        client.execute("%lab two");
        assertTrue(shown("%pcap").startsWith("No packets yet."));
        client.execute("%%host a\nip route add 10.8.0.0/16 via 10.0.0.2; ping -c 1 10.0.0.2");
        assertTrue(shown("%export").contains("ip route add 10.8.0.0/16 via 10.0.0.2"));
        String table = shown("%pcap a:eth0");
        assertTrue(table.contains("   1     0.000000  ARP, Request who-has 10.0.0.2 tell 10.0.0.1, length 28"), table);
        assertTrue(table.contains("IP 10.0.0.2 > 10.0.0.1: ICMP echo reply"), table);
        assertEquals(
                "a has no interface eth9.",
                client.execute("%pcap a:eth9").reply().content().get("evalue").getAsString());
    }

    @Test
    void whatOnesOwnMachinePrintsIsComparedWithAHost() {
        client.execute("%lab two");
        client.execute("%%host a\niptables -A INPUT -s 10.0.0.2 -j DROP");
        assertEquals(
                "Your chain INPUT of table filter lacks a rule, the lab's number 1: `-s 10.0.0.2/32 -j DROP`.\n",
                client.execute("%%compare-real a\n$ iptables-save\n$").stream("stdout"));
        assertEquals(
                "No difference: what you pasted means the same as the lab's a.\n",
                client.execute("%%compare-real a\n# iptables -S\n-P INPUT ACCEPT\n-A INPUT -s 10.0.0.2 -j DROP").stream(
                        "stdout"));
        assertEquals(
                "Nothing to compare with is below.",
                client.execute("%%compare-real a\nhello")
                        .reply()
                        .content()
                        .get("evalue")
                        .getAsString());
    }

    private String shown(String cell) {
        Received display = client.execute(cell).of("display_data").getFirst();
        return display.content().getAsJsonObject("data").get("text/plain").getAsString();
    }

    @Test
    void whyExplainsTheLastFailureOfACellAndNamesTheOthers() {
        client.execute("%lab two");
        client.execute("%%host a\nping -c 1 -W 1 10.0.0.77\ncurl http://10.0.0.2:81/\ncurl -s http://10.0.0.2/");
        String why = text(client.execute("%why"), 0);
        assertTrue(why.lines().findFirst().orElse("").contains("port 81"), why);
        assertTrue(why.contains("1 other exchange") && why.contains("10.0.0.77"), why);
        String trace = html(client.execute("%trace"), 0);
        assertEquals(3, trace.split("<details open", -1).length - 1, trace);
    }

    @Test
    void proofsShowThePacketAndTheChange() {
        client.execute("%lab two");
        assertTrue(text(client.execute("%prove b:INPUT same"), 0).startsWith("✓ It holds for every packet"));
        client.execute("%%host b\niptables -A INPUT -p tcp --dport 80 -j DROP");
        String proof = text(client.execute("%prove b:INPUT same start repair"), 0);
        assertTrue(proof.contains("10.0.0.1.40000 > 10.0.0.2.80: TCP SYN"), proof);
        assertTrue(proof.contains("iptables -D INPUT 1"), proof);
        assertTrue(
                html(client.execute("%prove a b accept -p tcp --dport 80"), 0).contains("<svg"));
        for (String wrong : new String[] {
            "%prove",
            "%prove c same",
            "%prove b:NAT same",
            "%prove b accept --dport 80",
            "%prove b same nowhere",
            "%cost",
            "%cost c"
        }) {
            assertEquals("error", client.execute(wrong).reply().status(), wrong);
        }
    }

    @Test
    void costsAreCountedForAllPacketsOrThoseOfTheLastCommand() {
        client.execute("%lab two");
        client.execute("%%host b\niptables -A INPUT -p icmp -j ACCEPT");
        client.execute("%%host a\nping -c 2 -i 0.2 10.0.0.2");
        client.execute("%%host a\nping -c 1 10.0.0.2");
        String all = client.execute("%cost b")
                .of("stream")
                .getFirst()
                .content()
                .get("text")
                .getAsString();
        assertTrue(all.contains("filter INPUT, policy ACCEPT: 3 packets, 3 rules looked at, 3 conditions asked"), all);
        String last = client.execute("%cost b last")
                .of("stream")
                .getFirst()
                .content()
                .get("text")
                .getAsString();
        assertTrue(last.contains("filter INPUT, policy ACCEPT: 1 packets, 1 rules looked at"), last);
    }

    @Test
    void whyLooksFurtherBackWhereTheLastCommandLostNothing() {
        client.execute("%lab two");
        client.execute("%%host a\nping -c 1 -W 1 10.0.0.77");
        client.execute("%%host b\nping -c 1 10.0.0.1");
        Answer answer = client.execute("%why");
        assertTrue(text(answer, 0).contains("command 1, on a"), answer::toString);
        assertTrue(text(answer, 1).contains("10.0.0.77"), answer::toString);
        assertTrue(text(client.execute("%why 2"), 0).contains("Nothing was lost"));
        assertEquals("error", client.execute("%why 3").reply().status());
    }

    @Test
    void afterARestartTheLabIsOnOffer() {
        start(true, "labs/two.yaml");
        Answer first = client.execute("%%host a\nip route");
        assertEquals(
                "The kernel was restarted, so no lab is booted.",
                first.reply().content().get("evalue").getAsString());
        assertTrue(
                first.traceback().contains("%lab two") && first.traceback().contains("%lab resume"), first::traceback);
        String java = client.execute("ringlab.run(\"a\", \"ls\")").traceback();
        assertTrue(java.contains("%lab resume"), java);
        assertTrue(text(client.execute("%lab resume"), 0).contains("1 commands"));
        assertTrue(client.execute("%%host a\nip route").stream("stdout").contains("10.9.0.0/16"));
        assertEquals("error", client.execute("%lab resume").reply().status());
    }

    @Test
    void afterARestartTheLabCanBeginAfresh() {
        start(true, "labs/two.yaml");
        client.execute("%lab two");
        assertFalse(client.execute("%%host a\nip route").stream("stdout").contains("10.9.0.0/16"));
    }

    @Test
    void aLostKernelsLabCanBeAskedForInTheFirstCell() {
        start(false, "labs/two.yaml");
        assertTrue(text(client.execute("%lab resume"), 0).contains("1 commands"));
    }

    @Test
    void withoutALabNothingIsSaidOfARestart() {
        start(true, null);
        Answer answer = client.execute("%%host a\nls");
        assertEquals("No lab is open.", answer.reply().content().get("evalue").getAsString());
        assertEquals("error", client.execute("%lab resume").reply().status());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            e1-b | ls                                  | untouched: another cell
            e1-a | '%%host a\n# your commands'         | untouched: only the comment
            e1-n | int rows = 0;                       | untouched: the number that stood there
            """)
    void nothingAnsweredIsNotHandedIn(String cell, String source, String why) {
        client.execute("%lab two");
        runCell(cell, source);
        Answer answer = client.execute("%submit");
        String words = answer.reply().content().get("evalue").getAsString();
        assertTrue(words.startsWith("Nothing was handed in"), () -> why + answer);
        assertTrue(answer.traceback().contains("e1-a, e1-n"), answer::traceback);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            e1-a | '%%host a\nls'     | %submit
            e1-n | int rows = 3;      | %submit e1
            e1-b | 1                  | %submit --anyway
            e1-b | 1                  | %submit e1 --anyway
            """)
    void whatIsAnsweredOrInsistedOnIsHandedIn(String cell, String source, String submit) {
        client.execute("%lab two");
        runCell(cell, source);
        String id = client.send(Channel.SHELL, "execute_request", Client.code(submit));
        Received request = client.take(Channel.RINGLAB);
        while (!request.type().equals("submit_request")) {
            request = client.take(Channel.RINGLAB);
        }
        boolean one = submit.contains("e1");
        assertEquals(one ? "\"e1\"" : "null", request.content().get("exercise").toString());
        client.send(Channel.RINGLAB, "submit_reply", Client.json("{\"ok\": true, \"reports\": []}"));
        assertEquals("ok", client.answer(Channel.SHELL, id).reply().status());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            '%%hots a\nls'    | did you mean %%host?
            %hots a ls        | did you mean %host?
            %%chek            | did you mean %check?
            '%%hots a\nls'    | no magic %%hots
            '％％host a\nls'  | write %%host
            %％host a ls      | U+FF05
            '%%host　a\nls'   | write %%host a
            %reset nix        | lab resets everything; hosts: a, b
            """)
    void slipsAreNamedWithTheirRightForm(String cell, String hint) {
        client.execute("%lab two");
        String trace = client.execute(cell).traceback();
        assertTrue(trace.contains(hint), trace);
    }

    @Test
    void aDifferenceLeavesOutWhatIsAsTheKernelMadeIt() {
        client.execute("%lab two");
        client.execute(
                "%%host a\niptables -t nat -L; iptables -L; iptables -t mangle -A INPUT -j ACCEPT; iptables -P INPUT DROP");
        assertEquals(
                "a: iptables-save\n  + -t mangle -A INPUT -j ACCEPT\n  + -P INPUT DROP\n",
                client.execute("%diff").stream("stdout"));
    }

    @ParameterizedTest
    @CsvSource({
        "'%%host a\nls\niptables -A INPUT -p tcp --dport', true",
        "%host a iptables -A INPUT -p tcp --dport, true",
        "'%%host a\nping --dport', false"
    })
    void anOptionIsExplained(String code, boolean found) {
        client.execute("%lab two");
        JsonObject content = client.request(Channel.SHELL, "inspect_request", Client.code(code))
                .reply()
                .content();
        assertEquals(found, content.toString().contains("destination port"), content::toString);
    }

    private void runCell(String cell, String source) {
        String metadata = "{\"cellId\": \"" + cell + "\"}";
        client.answer(Channel.SHELL, client.send(Channel.SHELL, "execute_request", Client.code(source), metadata));
    }

    private static String text(Answer answer, int display) {
        return data(answer, display, "text/plain");
    }

    private static String html(Answer answer, int display) {
        return data(answer, display, "text/html");
    }

    private static String data(Answer answer, int display, String type) {
        return answer.of("display_data")
                .get(display)
                .content()
                .getAsJsonObject("data")
                .get(type)
                .getAsString();
    }
}
